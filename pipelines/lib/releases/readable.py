"""The tables of one release that chosen audiences may read, in one read-only connection."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from pipelines.lib.releases.between import audience_file
from pipelines.lib.releases.names import Names
from pipelines.lib.releases.release import Release, ReleaseError
from pipelines.lib.warehouse import open_scratch
from sources.casting import literal, quote
from sources.configuration import Settings

Value = object
Cells = dict[str, Value]


@dataclass(frozen=True)
class Readable:
    """The tables that the audiences have, by name; the first audience that has one is read."""

    connection: duckdb.DuckDBPyConnection
    release: Release
    audiences: tuple[str, ...]
    columns: dict[str, dict[str, str]]
    names: Names

    def __contains__(self, table: str) -> bool:
        """Return whether an audience may read the table."""
        return table in self.columns

    def relation(self, table: str) -> str:
        """Return a table's name in SQL."""
        (first, *_) = (each for each in self.audiences if each in self.readers(table))
        return f"{quote(first)}.main.{quote(table)}"

    def key(self, table: str) -> str:
        """Return the name of a table's key, its first column."""
        return next(iter(self.columns[table]))

    def readers(self, table: str) -> tuple[str, ...]:
        """Return the audiences that may read a table, none where the release lacks it."""
        return self.release.audiences.get(table, ())

    def places(self, table: str, measure: str) -> int:
        """Return how many decimal places a measure has."""
        kind = self.columns[table][measure]
        return int(kind.rstrip(")").split(",")[1]) if kind.startswith("DECIMAL") else 0

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Cells]:
        """Return what a query finds, each row by its columns."""
        found = self.connection.execute(sql, list(values))
        names = [str(column[0]) for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def of_keys(self, table: str, keys: Iterable[str]) -> dict[str, Cells]:
        """Return rows of a table by their key."""
        key = self.key(table)
        found = self.rows(
            f"from {self.relation(table)} where {quote(key)} in (select unnest(?))", [list(keys)]
        )
        return {str(row[key]): row for row in found}


@contextmanager
def readable(settings: Settings, release: Release, audiences: Sequence[str]) -> Iterator[Readable]:
    """Open what audiences may read of a release.

    Raises:
        ReleaseError: A file of the release is not there any more.
    """
    with open_scratch(settings) as connection:
        columns: dict[str, dict[str, str]] = {}
        for audience in audiences:
            path = audience_file(settings, release, audience)
            if not path.exists():
                raise ReleaseError(f"{path} is not there; expected what {audience} may read")
            connection.execute(f"attach {literal(str(path))} as {quote(audience)} (read_only)")
            described = connection.execute(
                "select table_name, column_name, data_type from duckdb_columns() "
                "where database_name = ? order by table_name, column_index",
                [audience],
            ).fetchall()
            for table, column, kind in described:
                columns.setdefault(table, {})[column] = kind
        names = Names.of(connection, *audiences)
        yield Readable(connection, release, tuple(audiences), columns, names)
