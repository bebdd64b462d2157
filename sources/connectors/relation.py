"""Rows in a landing connection, however they arrived: what a format's reader returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.casting import literal


@dataclass(frozen=True)
class LocalFile:
    """A delivered file on this machine, and the name people know it by."""

    path: Path
    name: str


@dataclass(frozen=True)
class Relation:
    """SQL to select rows from, their column types, and ways to name and count the bad ones.

    The fields are those of `sources.extract.Extract`.
    """

    sql: str
    columns: Mapping[str, str]
    numbered: str | None = None
    rejects: str | None = None
    count: Callable[[], int] | None = None


@dataclass(frozen=True)
class Part:
    """A Parquet file of rows, the file it was made from, and how many of its rows came before."""

    path: Path
    name: str
    rows_before: int = 0


def parquet_parts(connection: duckdb.DuckDBPyConnection, parts: list[Part]) -> Relation:
    """Return the relation that reads Parquet files as one, by column name."""
    files = ", ".join(literal(str(part.path)) for part in parts)
    read = f"read_parquet([{files}], union_by_name = true)"
    described = connection.execute(f"describe select * from {read}").fetchall()
    numbered = " union all by name ".join(
        f"select * exclude (file_row_number), "
        f"file_row_number + {part.rows_before} as _row_number, "
        f"{literal(part.name)} as _source_file "
        f"from read_parquet({literal(str(part.path))}, file_row_number = true)"
        for part in parts
    )
    return Relation(
        sql=read, columns={row[0]: row[1] for row in described}, numbered=f"({numbered})"
    )
