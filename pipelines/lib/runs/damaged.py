"""A warehouse file that can not be read any more goes: landing holds all that it was made of."""

import dagster as dg
import duckdb

from pipelines.lib.warehouse import open_warehouse, warehouse_path
from sources.casting import quote
from sources.configuration import Settings

# What DuckDB says of a file that is not what it wrote. That it is locked, may not be read or that
# the disk is full is no damage.
SAID = (
    "not a valid DuckDB database",
    "Corrupt database file",
    "Could not read enough bytes",
    "replaying WAL",
)
KINDS = (duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)


def damage(settings: Settings, *, thoroughly: bool) -> str:
    """Return what DuckDB says of a warehouse file that is damaged; nothing where it is not.

    Args:
        settings: Whose warehouse.
        thoroughly: Whether every row is read. Else the file is opened, which shows what is cut off
            or overwritten at its beginning.
    """
    if not warehouse_path(settings).exists():
        return ""
    try:
        with open_warehouse(settings) as warehouse:
            tables = warehouse.execute(
                "select schema_name, table_name from duckdb_tables() order by all"
            ).fetchall()
            for schema, table in tables if thoroughly else ():
                name = f"{quote(schema)}.{quote(table)}"
                warehouse.execute(f"select bit_xor(hash(whole)) from {name} as whole").fetchone()
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if isinstance(error, KINDS) or any(words in said for words in SAID):
            return said
    return ""


def make_anew(settings: Settings) -> None:
    """Delete the warehouse, so that this night makes it from landing. Hold the nightly's lock."""
    path = warehouse_path(settings)
    for each in (path.with_name(f"{path.name}.wal"), path):
        each.unlink(missing_ok=True)


def ended_badly(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Tell whether the run before this one did not end well, for whatever reason."""
    latest = instance.get_run_records(limit=2)
    before = [each.dagster_run for each in latest if each.dagster_run.run_id != run_id]
    return bool(before) and not before[0].is_success
