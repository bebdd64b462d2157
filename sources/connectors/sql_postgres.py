"""One snapshot of a PostgreSQL database, read as Arrow through ADBC."""

import datetime as dt
from types import TracebackType
from typing import Self

import adbc_driver_postgresql.dbapi as postgres
import pyarrow as pa
from adbc_driver_manager import Error

from sources.casting import literal, quote
from sources.contract import Column
from sources.errors import ReadError

# Types that Arrow holds exactly; every other is cast to text by the server, NUMERIC above all.
EXACT = {
    "bigint",
    "boolean",
    "character varying",
    "character",
    "date",
    "integer",
    "smallint",
    "text",
    "timestamp with time zone",
    "timestamp without time zone",
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

    def __enter__(self) -> Self:
        """Connect and begin the transaction."""
        try:
            self._connection = postgres.connect(self._url)
            self._cursor = self._connection.cursor()
            self._cursor.execute("set transaction isolation level repeatable read, read only")
            self._cursor.execute("set local timezone = 'UTC'")
        except Error as error:
            raise ReadError(f"the database in {self._where}: {self._safe(error)}") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction and disconnect."""
        for resource in (self._cursor, self._connection):
            try:
                resource.close()
            except Error:  # the server is gone already
                continue

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types; empty if there is no such table."""
        name = ".".join(quote(part) for part in (schema, table) if part)
        self._cursor.execute(COLUMNS.format(table=literal(name)))
        return {str(row[0]): str(row[1]) for row in self._cursor.fetchall()}

    def quoted(self, name: str) -> str:
        """Return `name` as a quoted identifier."""
        return quote(name)

    def selected(self, column: Column, types: dict[str, str]) -> str:
        """Return the SQL that reads a column; what Arrow can not hold exactly comes as text."""
        if column.expression is not None:
            text = column.type not in {"TIMESTAMP", "DATE", "BOOLEAN", "BIGINT", "VARCHAR"}
            return f"cast({column.expression} as text)" if text else column.expression
        source = quote(column.source_name)
        return source if types[column.source_name] in EXACT else f"cast({source} as text)"

    def cursor_bound(self, column: Column, since: dt.datetime) -> str:
        """Return the bound as a timestamp, or a date for a date cursor."""
        kind = "date" if column.type == "DATE" else "timestamp"
        return f"{kind} {literal(since.isoformat(sep=' '))}"

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        try:
            self._cursor.execute(query)
            row = self._cursor.fetchone()
        except Error as error:
            raise ReadError(f"the database in {self._where}: {self._safe(error)}") from None
        return tuple(row or ())

    def batches(self, query: str) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in."""
        try:
            self._cursor.execute(query)
            return self._cursor.fetch_record_batch()
        except Error as error:
            raise ReadError(f"the database in {self._where}: {self._safe(error)}") from None

    def _safe(self, error: Error) -> str:
        """Return the message without the URL, which may hold a password."""
        return str(error).replace(self._url, "<url>").strip().splitlines()[0]
