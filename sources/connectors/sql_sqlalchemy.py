"""One snapshot of any database that SQLAlchemy speaks to, streamed as text.

How a value is written as text belongs in `sql_text.py`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from sources.connectors.sql_cursor import text_bound
from sources.connectors.sql_stream import Stream
from sources.connectors.sql_text import as_text
from sources.connectors.sql_url import database_failure
from sources.contract import Column
from sources.errors import ReadError

# Beside its own errors: a missing driver, and options in the URL that a driver does not know.
FAILURES = (SQLAlchemyError, ImportError, OSError, TypeError, ValueError)
NUMBER, BYTES, OTHER = "number", "bytes", "other"


class AlchemySnapshot:
    """A transaction whose rows come in batches, every value as its exact text."""

    def __init__(self, url: str, *, where: str, batch_rows: int) -> None:
        """Prepare to connect to `url`, which messages call by `where`."""
        self._url = url
        self._where = where
        self._batch_rows = batch_rows
        self.stream = Stream(FAILURES, self._failed)

    def __enter__(self) -> Self:
        """Connect and begin the transaction."""
        try:
            self._engine = _engine(self._url)
            self._connection = self._engine.connect()
        except FAILURES as error:
            raise self._failed(error) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction and disconnect."""
        self.stream.close()
        try:
            self._connection.close()
        except SQLAlchemyError:  # the server is gone already
            self._connection.invalidate()
        self._engine.dispose()

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns, and whether each holds exact numbers, bytes or what else.

        Empty if there is no such table.
        """
        try:
            columns = sa.inspect(self._connection).get_columns(table, schema=schema)
        except NoSuchTableError:
            return {}
        except FAILURES as error:
            raise self._failed(error) from None
        return {str(column["name"]): _kind(column["type"]) for column in columns}

    def quoted(self, name: str) -> str:
        """Return `name` as the dialect quotes it where it has to."""
        return self._engine.dialect.identifier_preparer.quote(name)

    def selected(self, column: Column, types: Mapping[str, str]) -> str:
        """Return the SQL that reads a column as it is; its text is made from the exact value."""
        del types
        return column.expression or self.quoted(column.source_name)

    def number(self, column: Column, types: Mapping[str, str]) -> str | None:
        """Return the SQL of a column's number; None where it does not hold exact ones."""
        if column.expression is not None:
            return f"({column.expression})"
        return self.quoted(column.source_name) if types[column.source_name] == NUMBER else None

    def cursor_bound(
        self, column: Column, types: Mapping[str, str], since: dt.datetime
    ) -> str | None:
        """Return the SQL that the cursor column is compared with, whatever it is kept as."""
        del types
        return text_bound(column, since)

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        return tuple(self._run(query).one())

    def batches(
        self, query: str, columns: Sequence[Column], types: Mapping[str, str]
    ) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in: bytes as bytes, all else as text."""
        result = self._run(query)
        schema = pa.schema(
            (column.source_name, pa.binary() if _is_bytes(column, types) else pa.string())
            for column in columns
        )
        return self.stream.reader(schema, self._batches(result, columns, schema))

    def _batches(
        self, result: sa.CursorResult, columns: Sequence[Column], schema: pa.Schema
    ) -> Iterator[pa.RecordBatch]:
        with result:
            for rows in result.partitions(self._batch_rows):
                yield pa.record_batch(_arrays(rows, columns, schema), schema=schema)

    def _run(self, query: str) -> sa.CursorResult:
        # A colon in a name or in a literal is no parameter.
        statement = sa.text(query.replace(":", r"\:"))
        try:
            return self._connection.execution_options(
                stream_results=True, max_row_buffer=self._batch_rows
            ).execute(statement)
        except FAILURES as error:
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> ReadError:
        """Return the driver's own message; SQLAlchemy's adds the statement."""
        said = str(getattr(error, "orig", None) or error)
        return database_failure(said, url=self._url, where=self._where)


def _engine(url: str) -> sa.Engine:
    """Make an engine whose transactions see one state of the database and change nothing."""
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            _check_file(parsed.database)
            engine = sa.create_engine(parsed)
            event.listen(engine, "connect", _leave_transactions_to_us)
            event.listen(engine, "begin", _begin)
        case "duckdb":
            _check_file(parsed.database)
            engine = sa.create_engine(parsed, connect_args={"read_only": True})
        case "postgresql":
            engine = sa.create_engine(parsed, isolation_level="REPEATABLE READ")
        case _:
            engine = sa.create_engine(parsed)
    return engine


def _check_file(name: str | None) -> None:
    """Refuse a file that is not there; its driver would make an empty one."""
    if not name or not Path(name.removeprefix("file:")).is_file():
        raise FileNotFoundError("it is a file, and no such file is there")


def _leave_transactions_to_us(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    # Python's driver begins no transaction for a select, so that each would see another state.
    del record
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("begin")


def _arrays(rows: Sequence[sa.Row], columns: Sequence[Column], schema: pa.Schema) -> list[pa.Array]:
    values = zip(columns, zip(*rows, strict=True), schema.types, strict=True)
    return [
        pa.array(as_text(column, found) if kind == pa.string() else found, kind)
        for column, found, kind in values
    ]


def _kind(type_: sa.types.TypeEngine) -> str:
    if isinstance(type_, (sa.Numeric, sa.Integer)) and not isinstance(type_, sa.Float):
        return NUMBER
    return BYTES if isinstance(type_, (sa.LargeBinary, sa.BINARY, sa.VARBINARY)) else OTHER


def _is_bytes(column: Column, types: Mapping[str, str]) -> bool:
    return column.expression is None and types[column.source_name] == BYTES
