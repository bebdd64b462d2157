"""The raw layer as Iceberg tables, and what was built of it as Parquet again."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyspark.sql import SparkSession

THREADS = 4


def take_over(session: SparkSession, folder: Path) -> list[str]:
    """Make an Iceberg table of each `<folder>/<schema>/<table>.parquet`; return their names."""
    paths = sorted(folder.glob("raw_*/*.parquet"))
    for schema in {path.parent.name for path in paths}:
        session.sql(f"create schema if not exists {schema}")

    def take(path: Path) -> str:
        table = f"{path.parent.name}.{path.stem}"
        rows = session.read.parquet(str(path.resolve()))
        rows.writeTo(table).using("iceberg").createOrReplace()
        return table

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(take, paths))


def write_out(session: SparkSession, schemas: tuple[str, ...], folder: Path) -> list[str]:
    """Write the tables of some schemas to `<folder>/<schema>/<table>`; return their names."""
    tables = [
        f"{schema}.{row['tableName']}"
        for schema in schemas
        for row in session.sql(f"show tables in {schema}").collect()
    ]

    def write(table: str) -> str:
        rows = session.table(table).coalesce(1)
        rows.write.mode("overwrite").parquet(str(folder.joinpath(*table.split("."))))
        return table

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(write, tables))
