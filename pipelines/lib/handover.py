"""Hand the raw layer to another engine: its tables as Parquet, and the variables of the models.

Usage: `python -m pipelines.lib.handover COMPANY.toml FOLDER`.
"""

from argparse import ArgumentParser
from pathlib import Path

import duckdb

from pipelines.lib.dbt import variables
from pipelines.lib.warehouse import open_warehouse
from sources.casting import literal, quote
from sources.configuration import Settings
from sources.disk import write_whole
from sources.settings import load_settings

# Who takes it over passes this file to dbt as its variables.
VARIABLES = "variables.json"


def hand_over(settings: Settings, folder: Path) -> list[str]:
    """Write every raw table to `<folder>/<schema>/<table>.parquet`; return the tables' names.

    Parquet keeps decimals, dates and instants as they are, so that another engine starts from the
    same rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_warehouse(settings, read_only=True) as warehouse:
        written = [_write(warehouse, folder, *table) for table in _raw_tables(warehouse)]
    write_whole(folder / VARIABLES, variables(settings))
    return written


def _raw_tables(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return warehouse.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where schema_name like 'raw!_%' escape '!' and not internal order by all"
    ).fetchall()


def _write(warehouse: duckdb.DuckDBPyConnection, folder: Path, schema: str, table: str) -> str:
    target = folder / schema / f"{table}.parquet"
    target.parent.mkdir(exist_ok=True)
    warehouse.execute(
        f"copy {quote(schema)}.{quote(table)} to {literal(str(target))} (format parquet)"
    )
    return f"{schema}.{table}"


def main() -> None:
    """Hand over the company that the command line names to a folder."""
    parser = ArgumentParser(prog="python -m pipelines.lib.handover")
    parser.add_argument("company", type=Path, help="the company's evenkeel.toml")
    parser.add_argument("folder", type=Path, help="where the tables go")
    asked = parser.parse_args()
    hand_over(load_settings(asked.company), asked.folder)


if __name__ == "__main__":
    main()
