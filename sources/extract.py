"""What a connector hands over: rows that DuckDB can select from, and what is known about them."""

import datetime as dt
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import duckdb

from sources.contract import Table
from sources.errors import SourceError

Mode = Literal["full", "incremental"]


@dataclass(frozen=True)
class SourceFile:
    """A file or answer that was read, by name, size and checksum."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Window:
    """What to ask for: everything, or what changed since a cursor value (inclusive).

    `cursor` is the last landed value as text; a connector takes its look-back off it.
    """

    mode: Mode = "full"
    cursor: str | None = None


@dataclass(frozen=True)
class Stated:
    """What the source itself says of this answer; None where it says nothing."""

    rows: int | None = None
    totals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extract:
    """One delivery before it is checked.

    `relation` is SQL in the landing connection; it may be readable only once. `numbered` is the
    same with `_source_file`, and in `_row_number` how many rows, the header's with them, come
    before; it names bad rows, where the source can be read again.

    Where `relation` fails on rows that can not be split into columns, `numbered` leaves them out,
    `rejects` lists them (`source_file, row_number, reason, column_name, found, expected, record`),
    and `count` counts the source's rows in another way.

    `present_keys` lists every key the source holds, so that deletions are seen in an incremental
    read. `stated` is asked after the rows were read; `failure` where that broke off, for what the
    source itself said, if it did.
    """

    relation: str
    columns: Mapping[str, str]
    mode: Mode
    source_files: tuple[SourceFile, ...] = ()
    numbered: str | None = None
    rejects: str | None = None
    present_keys: str | None = None
    stated: Callable[[], Stated] = Stated
    failure: Callable[[], SourceError | None] = lambda: None
    count: Callable[[], int] | None = None


class Connector(Protocol):
    """A way in which bytes arrive."""

    def read(
        self, connection: duckdb.DuckDBPyConnection, table: Table, window: Window
    ) -> Generator[Extract, None, None]:
        """Yield the deliveries of one table, each landed before the next is asked for.

        Closed early, it lets go of its source.
        """
        ...


def utc_now() -> dt.datetime:
    """Return the present instant, aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)
