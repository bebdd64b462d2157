"""One snapshot of a PostgreSQL database, read as Arrow through ADBC."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import adbc_driver_postgresql.dbapi as postgres
import pyarrow as pa
from adbc_driver_manager import Error

from sources.casting import literal, quote
from sources.connectors.sql_cursor import text_bound
from sources.connectors.sql_stream import Stream
from sources.connectors.sql_url import database_failure
from sources.contract import Column
from sources.errors import ReadError

# Types that Arrow holds exactly; every other is cast to text by the server, NUMERIC above all.
# Bytes stay bytes, so that they are refused where text is expected.
EXACT = {
    "bigint",
    "boolean",
    "bytea",
    "character varying",
    "date",
    "integer",
    "smallint",
    "text",
    "timestamp with time zone",
    "timestamp without time zone",
}
NUMBERS = {"bigint", "integer", "money", "numeric", "smallint"}
# Their text is the shortest that means the same number, but may have an exponent.
FLOATS = {"double precision", "real"}
INSTANTS = {"date", "timestamp with time zone", "timestamp without time zone"}
# What a role or a server may have set otherwise, and the text of values depends on.
SESSION = {
    "client_encoding": "UTF8",
    "extra_float_digits": "3",
    "intervalstyle": "iso_8601",
    "timezone": "UTC",
}
COLUMNS = """
    select attname, format_type(atttypid, null)
    from pg_attribute
    where attrelid = to_regclass({table}) and attnum > 0 and not attisdropped
    order by attnum
"""


class PostgresSnapshot:
    """A repeatable-read, read-only transaction."""

    def __init__(self, url: str, *, where: str) -> None:
        """Prepare to connect to `url`, which messages call by `where`."""
        self._url = url
        self._where = where
        self.stream = Stream((Error, OSError, pa.ArrowException), self._failed)

    def __enter__(self) -> Self:
        """Connect and begin the transaction."""
        try:
            self._connection = postgres.connect(self._url)
        except Error as error:
            raise self._failed(error) from None
        self._cursor = self._connection.cursor()
        self._run("set transaction isolation level repeatable read, read only")
        for name, value in SESSION.items():
            self._run(f"set local {name} = {literal(value)}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction and disconnect."""
        self.stream.close()
        for resource in (self._cursor, self._connection):
            try:
                resource.close()
            except Error:  # the server is gone already
                continue

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types; empty if there is no such table."""
        name = ".".join(quote(part) for part in (schema, table) if part)
        found = self._asked(COLUMNS.format(table=literal(name)))
        return {str(row[0]): str(row[1]) for row in found}

    def quoted(self, name: str) -> str:
        """Return `name` as a quoted identifier."""
        return quote(name)

    def selected(self, column: Column, types: Mapping[str, str]) -> str:
        """Return the SQL that reads a column; what Arrow can not hold exactly comes as text."""
        if column.expression is not None:
            text = column.type not in {"TIMESTAMP", "DATE", "BOOLEAN", "BIGINT", "VARCHAR"}
            return f"cast({column.expression} as text)" if text else column.expression
        source, kind = quote(column.source_name), types[column.source_name]
        if kind in EXACT and not (kind in NUMBERS and _stands_for_more(column)):
            return source
        return f"cast({self.number(column, types) or source} as text)"

    def number(self, column: Column, types: Mapping[str, str]) -> str | None:
        """Return the SQL of a column's exact number; None where it does not hold numbers."""
        if column.expression is not None:
            return f"({column.expression})"
        source, kind = quote(column.source_name), types[column.source_name]
        if kind in FLOATS:
            return f"cast(cast({source} as text) as numeric)"
        if kind == "money":
            return f"cast({source} as numeric)"
        return source if kind in NUMBERS else None

    def cursor_bound(
        self, column: Column, types: Mapping[str, str], since: dt.datetime
    ) -> str | None:
        """Return the SQL that the cursor column is compared with; an expression is an instant."""
        if column.expression is None and types[column.source_name] not in INSTANTS:
            return text_bound(column, since)
        return f"timestamp {literal(since.isoformat(sep=' '))}"

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        (row,) = self._asked(query)
        return row

    def batches(
        self, query: str, columns: Sequence[Column], types: Mapping[str, str]
    ) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in."""
        del columns, types
        self._run(query)
        reader = self._cursor.fetch_record_batch()
        return self.stream.reader(reader.schema, reader)

    def _asked(self, query: str) -> list[tuple[object, ...]]:
        """Return all rows of a query; they come only as they are fetched."""
        self._run(query)
        try:
            return [tuple(row) for row in self._cursor.fetchall()]
        except Error as error:
            raise self._failed(error) from None

    def _run(self, statement: str) -> None:
        try:
            self._cursor.execute(statement)
        except Error as error:
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> ReadError:
        return database_failure(str(error), url=self._url, where=self._where)


def _stands_for_more(column: Column) -> bool:
    """Tell whether the formats say which number stands for an instant or for true."""
    formats = column.formats
    return (column.type == "TIMESTAMP" and formats.timestamp == "epoch_ms") or (
        column.type == "BOOLEAN" and formats.true_value.isdecimal()
    )
