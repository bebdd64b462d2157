"""Read what one audience may read of a release; every question is a file in `queries`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from pipelines.report.page import Row
from sources.casting import literal

QUERIES = Path(__file__).with_name("queries")
# A sum that misses a part is not known, and neither is one of no parts.
WHOLE = "create temp macro whole(x) as case when count(x) = count(*) then sum(x) end"


@dataclass(frozen=True)
class Tables:
    """The tables of one audience."""

    audience: str
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, **parameters: object) -> list[Row]:
        """Return the rows that a query in `queries` finds."""
        found = self.connection.execute(_sql(query), parameters or None)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, audience: str
) -> Iterator[Tables]:
    """Attach an audience's file of a release."""
    path = folder / f"{audience}.duckdb"
    connection.execute(f"attach {literal(str(path))} as {audience} (read_only)")
    connection.execute(f"use {audience}")
    try:
        yield Tables(audience, connection)
    finally:
        connection.execute(f"use memory; detach {audience}")


@cache
def _sql(query: str) -> str:
    return (QUERIES / f"{query}.sql").read_text("utf-8")
