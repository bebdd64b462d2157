"""What reading a SQL table asks of an open database, whichever driver opens it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import pyarrow as pa

from sources.connectors.sql_stream import Stream
from sources.contract import Column


class Snapshot(Protocol):
    """One consistent view of a database.

    `types` are a table's columns with their types, in words that only the snapshot itself reads.
    """

    stream: Stream

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types; empty if there is no such table."""
        ...

    def quoted(self, name: str) -> str:
        """Return `name` as an identifier, quoted where it has to be."""
        ...

    def selected(self, column: Column, types: Mapping[str, str]) -> str:
        """Return the SQL that reads a column so that no digit of it is lost."""
        ...

    def number(self, column: Column, types: Mapping[str, str]) -> str | None:
        """Return the SQL of a column's number; None where it does not hold numbers."""
        ...

    def cursor_bound(
        self, column: Column, types: Mapping[str, str], since: dt.datetime
    ) -> str | None:
        """Return the SQL that the cursor is compared with; None where its order is not time's."""
        ...

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        ...

    def batches(
        self, query: str, columns: Sequence[Column], types: Mapping[str, str]
    ) -> pa.RecordBatchReader:
        """Return a query's rows, under the columns' source names; one stream at a time."""
        ...
