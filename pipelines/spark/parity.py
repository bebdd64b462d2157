"""Whether two engines built the same: every table, every column, row for row in both directions.

Usage: `python -m pipelines.spark.parity WAREHOUSE.duckdb FOLDER/out`. Ends with 1 if any differs.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

SCHEMAS = ("marts", "portfolio")


@dataclass(frozen=True)
class Compared:
    """What one table came to on both engines."""

    table: str
    rows: int
    only_duckdb: int
    only_other: int
    # Columns that are there once, or with another type.
    columns: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not (self.only_duckdb or self.only_other or self.columns)


def compare(warehouse: Path, other: Path) -> list[Compared]:
    """Compare every mart and portfolio table of a warehouse with the other engine's Parquet.

    A table that only one engine has differs in all its rows.
    """
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {_text(warehouse)} as built (read_only)")
        found = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'built' and schema_name in ('marts', 'portfolio')"
        ).fetchall()
        tables = {f"{schema}.{table}" for schema, table in found}
        tables |= {f"{f.parent.name}.{f.name}" for s in SCHEMAS for f in other.glob(f"{s}/*")}
        return [_compare(connection, table, other) for table in sorted(tables)]


def _compare(connection: duckdb.DuckDBPyConnection, table: str, other: Path) -> Compared:
    schema, name = table.split(".")
    left, right = f"built.{table}", f"read_parquet({_text(other / schema / name / '*.parquet')})"
    ours, theirs = _columns(connection, left), _columns(connection, right)
    if not (ours and theirs):
        rows = _count(connection, f"from {left if ours else right}")
        return Compared(table, rows, rows if ours else 0, 0 if ours else rows, ("table",))
    differing = sorted({name for name, _ in set(ours.items()) ^ set(theirs.items())})
    columns = ", ".join(f'"{name}"' for name in ours if name in theirs)
    one, two = f"(select {columns} from {left})", f"(select {columns} from {right})"
    return Compared(
        table,
        _count(connection, f"from {left}"),
        _count(connection, f"from ({one} except all {two})"),
        _count(connection, f"from ({two} except all {one})"),
        tuple(f"{c}: {ours.get(c)} and {theirs.get(c)}" for c in differing),
    )


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    try:
        rows = connection.execute(f"describe select * from {relation}").fetchall()
    except (duckdb.CatalogException, duckdb.IOException):
        return {}
    return {str(row[0]): str(row[1]) for row in rows}


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"select count(*) {source}").fetchone()
    return int(row[0]) if row else 0


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def main() -> None:
    """Compare, print what each table came to, and tell by the exit code."""
    compared = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    for each in compared:
        told = "equal" if each.is_equal else "DIFFERS"
        print(f"{told:8}{each.rows:9} {each.only_duckdb:7} {each.only_other:7} {each.table}")  # noqa: T201
        for column in each.columns:
            print(f"{'':34}{column}")  # noqa: T201
    equal = sum(each.is_equal for each in compared)
    print(f"{equal} of {len(compared)} tables equal, {sum(e.rows for e in compared)} rows")  # noqa: T201
    sys.exit(equal < len(compared))


if __name__ == "__main__":
    main()
