"""The raw layer as Iceberg tables, and what was built of it as Parquet again, all by SQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Execute = Callable[[str], list[tuple[str, ...]]]
THREADS = 4
# dbt lists the tables of each before it makes it, and Iceberg knows no empty answer to that.
LAYERS = ("seeds", "staging", "intermediate", "marts", "portfolio", "built")


def take_over(execute: Execute, folder: Path) -> list[str]:
    """Make an Iceberg table of each `<folder>/<schema>/<table>.parquet`; return their names."""
    paths = sorted(folder.glob("raw_*/*.parquet"))
    for schema in sorted({path.parent.name for path in paths} | set(LAYERS)):
        execute(f"create schema if not exists {schema}")

    def take(path: Path) -> str:
        table = f"{path.parent.name}.{path.stem}"
        rows = f"select * from parquet.`{path.resolve()}`"
        execute(f"create or replace table {table} using iceberg as {rows}")
        return table

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(take, paths))


def write_out(execute: Execute, schemas: tuple[str, ...], folder: Path) -> list[str]:
    """Write the tables of some schemas to `<folder>/<schema>/<table>`; return their names."""
    tables = [
        f"{schema}.{table}"
        for schema in schemas
        for _, table, *_ in execute(f"show tables in {schema}")
    ]

    def write(table: str) -> str:
        target = folder.resolve().joinpath(*table.split("."))
        rows = f"select /*+ coalesce(1) */ * from {table}"
        execute(f"insert overwrite directory '{target}' using parquet {rows}")
        return table

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(write, tables))
