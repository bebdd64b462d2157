"""One snapshot of any database that SQLAlchemy speaks to, streamed as text."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from types import TracebackType
from typing import Self

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from sources.contract import Column
from sources.errors import ReadError


class AlchemySnapshot:
    """A transaction whose rows come in batches, every value as its exact text."""

    def __init__(self, url: str, *, where: str, batch_rows: int) -> None:
        """Prepare to connect to `url`, which messages call by `where`."""
        try:
            self._engine = sa.create_engine(url)
        except (SQLAlchemyError, ImportError) as error:
            raise ReadError(f"the database in {where}: {_safe(error)}") from None
        self._where = where
        self._batch_rows = batch_rows

    def __enter__(self) -> Self:
        """Connect and begin the transaction."""
        try:
            self._connection = self._engine.connect()
        except SQLAlchemyError as error:
            raise ReadError(f"the database in {self._where}: {_safe(error)}") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction and disconnect."""
        self._connection.close()
        self._engine.dispose()

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types; empty if there is no such table."""
        try:
            columns = sa.inspect(self._connection).get_columns(table, schema=schema)
        except NoSuchTableError:
            return {}
        return {str(column["name"]): str(column["type"]) for column in columns}

    def quoted(self, name: str) -> str:
        """Return `name` as the dialect quotes it."""
        return self._engine.dialect.identifier_preparer.quote_identifier(name)

    def selected(self, column: Column, types: dict[str, str]) -> str:
        """Return the SQL that reads a column as it is; its text is made from the exact value."""
        del types
        return column.expression or self.quoted(column.source_name)

    def cursor_bound(self, column: Column, since: dt.datetime) -> str:
        """Return the bound as text, which is how most databases take instants."""
        bound = since.date() if column.type == "DATE" else since
        return f"'{bound}'"

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        try:
            return tuple(self._connection.execute(sa.text(query)).one())
        except SQLAlchemyError as error:
            raise ReadError(f"the database in {self._where}: {_safe(error)}") from None

    def batches(self, query: str) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in, all columns as text."""
        try:
            result = self._connection.execution_options(
                stream_results=True, max_row_buffer=self._batch_rows
            ).execute(sa.text(query))
        except SQLAlchemyError as error:
            raise ReadError(f"the database in {self._where}: {_safe(error)}") from None
        schema = pa.schema([(name, pa.string()) for name in result.keys()])  # noqa: SIM118 - a Result is no dict

        def rows() -> Iterator[pa.RecordBatch]:
            for part in result.partitions(self._batch_rows):
                columns = zip(*part, strict=True)
                arrays = [pa.array(map(_text, column), pa.string()) for column in columns]
                yield pa.record_batch(arrays, schema=schema)

        return pa.RecordBatchReader.from_batches(schema, rows())


def _text(value: object) -> str | None:
    match value:
        case None | str():
            text = value
        case bool():
            text = str(value).lower()
        case Decimal():
            text = f"{value:f}"
        case dt.datetime():
            text = value.isoformat(sep=" ")
        case _:
            text = str(value)
    return text


def _safe(error: Exception) -> str:
    """Return the driver's own message; SQLAlchemy's adds the statement, never the URL."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
