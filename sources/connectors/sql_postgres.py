"""One snapshot of a PostgreSQL database, read as Arrow through ADBC."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import adbc_driver_postgresql.dbapi as postgres
import pyarrow as pa
from adbc_driver_manager import Error

from sources.casting import literal, quote
from sources.contract import Column
from sources.errors import ContractError, ReadError, SourceError

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
NUMBERS = {"bigint", "integer", "smallint", "numeric"}
FLOATS = {"double precision", "real"}
UNDEFINED = {"42703": "column", "42P01": "table"}
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
        self._open: list[postgres.Connection | postgres.Cursor] = []

    def __enter__(self) -> Self:
        """Connect and begin the transaction."""
        try:
            with self._told():
                connection = postgres.connect(self._url)
                self._open.append(connection)
                self._cursor = connection.cursor()
                self._open.append(self._cursor)
                self._cursor.execute("set transaction isolation level repeatable read, read only")
                self._cursor.execute("set local timezone = 'UTC'")
        except SourceError:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction and disconnect."""
        self._close()

    def _close(self) -> None:
        for resource in reversed(self._open):
            try:
                resource.close()
            except Error:  # the server is gone already
                continue

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types; empty if there is no such table."""
        name = ".".join(quote(part) for part in (schema, table) if part)
        with self._told():
            self._cursor.execute(COLUMNS.format(table=literal(name)))
            return {str(row[0]): str(row[1]) for row in self._cursor.fetchall()}

    def expression_types(self, relation: str, expressions: Sequence[str]) -> dict[str, str]:
        """Return the types of expressions over a relation, of which no row is read."""
        if not expressions:
            return {}
        asked = ", ".join(f"cast(pg_typeof({each}) as text)" for each in expressions)
        none = "from (select 1) as nothing left join {0} on false"
        found = self.one(f"select {asked} {none.format(relation)}")
        return {each: str(kind) for each, kind in zip(expressions, found, strict=True)}

    def quoted(self, name: str) -> str:
        """Return `name` as a quoted identifier."""
        return quote(name)

    def selected(self, column: Column, kind: str) -> str:
        """Return the SQL that reads a column; what Arrow can not hold exactly comes as text."""
        value = _value(column, kind)
        return value if kind in EXACT else f"cast({value} as text)"

    def total(self, column: Column, kind: str) -> str | None:
        """Return the SQL of the exact sum of the values that fit; None if they are no numbers."""
        value = _value(column, kind)
        if kind in FLOATS:
            # Its text has the digits that are read; a plain cast to numeric rounds to 15 of them.
            value = f"cast(cast({value} as text) as numeric)"
        elif kind not in NUMBERS and value == quote(column.source_name):
            return None
        whole = f"power(10::numeric, {column.whole_digits})"
        fits = f"{value} = round({value}, {column.scale}) and abs({value}) < {whole}"
        return f"sum(case when {fits} then {value} end)"

    def cursor_bound(self, column: Column, since: dt.datetime) -> str:
        """Return the bound as a timestamp, or a date for a date cursor."""
        kind = "date" if column.type == "DATE" else "timestamp"
        return f"{kind} {literal(since.isoformat(sep=' '))}"

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        with self._told():
            self._cursor.execute(query)
            return tuple(self._cursor.fetchone() or ())

    def batches(self, query: str, columns: Sequence[Column]) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in."""
        del columns
        with self._told():
            self._cursor.execute(query)
            return self._cursor.fetch_record_batch()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the driver's errors into ours."""
        try:
            yield
        except Error as error:
            message = f"the database in {self._where}: {self._safe(error)}"
            if error.sqlstate in UNDEFINED:
                raise ContractError(message) from None
            raise ReadError(message) from None

    def _safe(self, error: Error) -> str:
        """Return the message without the URL and the password in it, which libpq may repeat."""
        first = str(error).replace(self._url, "<url>").strip().splitlines()[0]
        password = urlsplit(self._url).password
        return first.replace(password, "<password>") if password else first


def _value(column: Column, kind: str) -> str:
    """Return the SQL of a column's value; of an interval that stands for seconds, its seconds."""
    value = column.expression or quote(column.source_name)
    seconds = column.type == "DURATION" and column.formats.duration == "seconds"
    return f"extract(epoch from {value})" if seconds and kind == "interval" else value
