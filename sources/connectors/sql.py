"""Read tables of SQL databases: what the contract names, exactly, in one snapshot.

PostgreSQL is read through ADBC; every other database through SQLAlchemy. Only the contract's
columns are asked for, so a column that the contract does not know does not land.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import duckdb
import pyarrow as pa

from sources.casting import cast_expression, quote
from sources.configuration import Sql
from sources.connectors.sql_postgres import PostgresSnapshot
from sources.connectors.sql_sqlalchemy import AlchemySnapshot
from sources.contract import Column, Table
from sources.errors import ContractError, ReadError
from sources.extract import Extract, Stated, Window
from sources.settings import secret

ROWS, KEYS, PRESENT = "source_rows", "source_keys", "present"


class Snapshot(Protocol):
    """One consistent view of a database."""

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types in the database's words; empty if absent."""
        ...

    def expression_types(self, relation: str, expressions: Sequence[str]) -> dict[str, str]:
        """Return the types of the contract's expressions, where the database tells them."""
        ...

    def quoted(self, name: str) -> str:
        """Return `name` as a quoted identifier."""
        ...

    def selected(self, column: Column, kind: str) -> str:
        """Return the SQL that reads a column of type `kind` so that no digit of it is lost."""
        ...

    def total(self, column: Column, kind: str) -> str | None:
        """Return the SQL of the exact sum of the values that fit the contract; None if no number.

        A value that does not fit goes to quarantine, where it has no value to sum.
        """
        ...

    def cursor_bound(self, column: Column, since: dt.datetime) -> str:
        """Return the SQL of a value that the cursor column is compared with."""
        ...

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        ...

    def batches(self, query: str, columns: Sequence[Column]) -> pa.RecordBatchReader:
        """Return a query's rows as they stream in; one stream at a time."""
        ...


def open_snapshot(settings: Sql) -> AbstractContextManager[Snapshot]:
    """Open the database that the settings name.

    Raises:
        ReadError: It can not be reached; the message holds neither URL nor password.
    """
    url = secret(settings.url_env)
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresSnapshot(url, where=settings.url_env)
    return AlchemySnapshot(url, where=settings.url_env, batch_rows=settings.batch_rows)


class SqlConnector:
    """Reads one table at a time."""

    def __init__(self, settings: Sql) -> None:
        """Prepare to read; nothing is opened yet."""
        self._settings = settings

    def read(
        self, connection: duckdb.DuckDBPyConnection, table: Table, window: Window
    ) -> Iterator[Extract]:
        """Yield the table, or what changed since the window's cursor together with all keys.

        Raises:
            ReadError: The database can not be reached or read.
            ContractError: The table or one of its columns is not there.
        """
        with open_snapshot(self._settings) as snapshot:
            schema, name = self._located(table)
            types = snapshot.column_types(schema, name)
            if not types and table.optional:
                return
            _check_columns(table, types)
            relation = ".".join(snapshot.quoted(part) for part in (schema, name) if part)
            asked = [column.expression for column in table.columns if column.expression]
            types |= snapshot.expression_types(relation, asked)
            changed = f"{relation}{self._changed(snapshot, table, window)}"
            stated = _stated(snapshot, table, types, changed)
            present = None
            if window.mode == "incremental":
                present = _present(connection, snapshot, table, types, relation)
            columns = _streamed(connection, ROWS, snapshot, table.columns, types, changed)
            yield Extract(
                relation=ROWS,
                columns=columns,
                mode=window.mode,
                present_keys=present,
                stated=lambda: stated,
            )

    def _located(self, table: Table) -> tuple[str | None, str]:
        schema, _, name = table.source_name.rpartition(".")
        return schema or self._settings.schema_name, name

    def _changed(self, snapshot: Snapshot, table: Table, window: Window) -> str:
        """Return the condition of an incremental read; a row whose cursor is null is read too."""
        if window.mode == "full" or table.cursor is None or window.cursor is None:
            return ""
        cursor = table.column(table.cursor)
        since = dt.datetime.fromisoformat(window.cursor) - dt.timedelta(
            days=self._settings.look_back_days
        )
        source = cursor.expression or snapshot.quoted(cursor.source_name)
        bound = snapshot.cursor_bound(cursor, since)
        return f" where {source} >= {bound} or {source} is null"


def _check_columns(table: Table, types: Mapping[str, str]) -> None:
    if not types:
        raise ContractError(f"the database has no table {table.source_name}")
    wanted = [column.source_name for column in table.columns if column.expression is None]
    missing = [name for name in wanted if name not in types]
    if missing:
        raise ContractError(
            f"column {', '.join(missing)} is missing in {table.source_name}; "
            f"found {', '.join(types)}"
        )


def _kind(column: Column, types: Mapping[str, str]) -> str:
    return types.get(column.expression or column.source_name, "")


def _stated(
    snapshot: Snapshot, table: Table, types: Mapping[str, str], relation: str
) -> Stated:
    """Ask the database itself for the rows and sums that are about to be read."""
    asked = {
        name: snapshot.total(table.column(name), _kind(table.column(name), types))
        for name in table.control_totals
    }
    sums = {name: total for name, total in asked.items() if total is not None}
    query = ", ".join(["count(*)", *(f"coalesce({total}, 0)" for total in sums.values())])
    count, *found = snapshot.one(f"select {query} from {relation}")
    totals = {name: str(total) for name, total in zip(sums, found, strict=True)}
    return Stated(rows=int(str(count)), totals=totals)


def _streamed(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    snapshot: Snapshot,
    columns: Sequence[Column],
    types: Mapping[str, str],
    relation: str,
) -> dict[str, str]:
    """Begin to stream columns into the relation `name`, and return their DuckDB types."""
    listed = ", ".join(
        f"{snapshot.selected(column, _kind(column, types))} as "
        f"{snapshot.quoted(column.source_name)}"
        for column in columns
    )
    connection.register(name, snapshot.batches(f"select {listed} from {relation}", columns))
    return {row[0]: row[1] for row in connection.execute(f"describe {name}").fetchall()}


def _present(
    connection: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    table: Table,
    types: Mapping[str, str],
    relation: str,
) -> str:
    """Read all keys, under their raw names and types, as they compare with what landed."""
    keys = [table.column(name) for name in table.key]
    found = _streamed(connection, KEYS, snapshot, keys, types, relation)
    listed = ", ".join(
        f"{cast_expression(key, quote(key.source_name), found[key.source_name])} "
        f"as {quote(key.name)}"
        for key in keys
    )
    try:
        connection.execute(f"create or replace temp table {PRESENT} as select {listed} from {KEYS}")
    except duckdb.Error as error:
        raise ReadError(str(error).strip().splitlines()[0]) from error
    connection.unregister(KEYS)
    return f"from {PRESENT}"
