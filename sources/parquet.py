"""Write query results to Parquet files in bounded memory, and tell what columns a file has."""

from pathlib import Path

import duckdb

from sources.casting import literal
from sources.errors import ReadError, first_line

# Rows are kept in memory until a group of them is full; a group of wide rows is a short one.
GROUP_SIZE = "32MB"


def copy_rows(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, *, in_order: bool = False
) -> None:
    """Write a query's rows to a Parquet file, in the order of the source only where asked.

    Raises:
        ReadError: The source failed while it was read, or the disk took no more.
    """
    options = "format parquet, compression zstd"
    if not in_order:
        # DuckDB counts bytes only where rows need no order.
        options += f", row_group_size_bytes {literal(GROUP_SIZE)}"
    try:
        connection.execute(f"set preserve_insertion_order = {in_order}")
        connection.execute(f"copy ({query}) to {literal(str(path))} ({options})")
    except duckdb.Error as error:
        raise ReadError(first_line(error)) from error


def columns_in(connection: duckdb.DuckDBPyConnection, path: Path) -> frozenset[str]:
    """Return the names of the columns in a Parquet file."""
    described = connection.execute(f"describe from read_parquet({literal(str(path))})").fetchall()
    return frozenset(row[0] for row in described)
