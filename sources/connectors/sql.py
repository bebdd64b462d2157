"""Read tables of SQL databases: what the contract names, exactly, in one snapshot.

PostgreSQL is read through ADBC; every other database through SQLAlchemy. Only the contract's
columns are asked for, so a column that the contract does not know does not land.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import duckdb
import pyarrow as pa

from sources.configuration import Sql
from sources.connectors.sql_postgres import PostgresSnapshot
from sources.connectors.sql_sqlalchemy import AlchemySnapshot
from sources.contract import Column, Table
from sources.errors import ContractError
from sources.extract import Extract, Stated, Window
from sources.settings import secret

ROWS, KEYS = "source_rows", "source_keys"


class Snapshot(Protocol):
    """One consistent view of a database."""

    def column_types(self, schema: str | None, table: str) -> dict[str, str]:
        """Return the table's columns and their types in the database's words; empty if absent."""
        ...

    def quoted(self, name: str) -> str:
        """Return `name` as a quoted identifier."""
        ...

    def selected(self, column: Column, types: dict[str, str]) -> str:
        """Return the SQL that reads a column so that no digit of it is lost."""
        ...

    def cursor_bound(self, column: Column, since: dt.datetime) -> str:
        """Return the SQL of a value that the cursor column is compared with."""
        ...

    def one(self, query: str) -> tuple[object, ...]:
        """Return the only row of a query."""
        ...

    def batches(self, query: str) -> pa.RecordBatchReader:
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
            where = self._changed(snapshot, table, window)
            stated = _stated(snapshot, table, f"{relation}{where}")
            if window.mode == "incremental":
                keys = ", ".join(_selected(snapshot, table.column(key), types) for key in table.key)
                connection.register(KEYS, snapshot.batches(f"select {keys} from {relation}"))
                connection.execute(f"create or replace temp table present as from {KEYS}")
                connection.unregister(KEYS)
            columns = ", ".join(
                _selected(snapshot, column, types)
                for column in table.columns
                if not column.optional or column.source_name in types
            )
            connection.register(ROWS, snapshot.batches(f"select {columns} from {relation}{where}"))
            described = connection.execute(f"describe {ROWS}").fetchall()
            yield Extract(
                relation=ROWS,
                columns={row[0]: row[1] for row in described},
                mode=window.mode,
                present_keys=_present(table) if window.mode == "incremental" else None,
                stated=lambda: stated,
            )

    def _located(self, table: Table) -> tuple[str | None, str]:
        schema, _, name = table.source_name.rpartition(".")
        return schema or self._settings.schema_name, name

    def _changed(self, snapshot: Snapshot, table: Table, window: Window) -> str:
        if window.mode == "full" or table.cursor is None or window.cursor is None:
            return ""
        cursor = table.column(table.cursor)
        since = dt.datetime.fromisoformat(window.cursor) - dt.timedelta(
            days=self._settings.look_back_days
        )
        source = cursor.expression or snapshot.quoted(cursor.source_name)
        bound = snapshot.cursor_bound(cursor, since)
        return f" where {source} >= {bound} or {source} is null"


def _selected(snapshot: Snapshot, column: Column, types: dict[str, str]) -> str:
    return f"{snapshot.selected(column, types)} as {snapshot.quoted(column.source_name)}"


def _check_columns(table: Table, types: dict[str, str]) -> None:
    if not types:
        raise ContractError(f"the database has no table {table.source_name}")
    wanted = [c.source_name for c in table.columns if c.expression is None and not c.optional]
    missing = [name for name in wanted if name not in types]
    if missing:
        raise ContractError(
            f"column {', '.join(missing)} is missing in {table.source_name}; "
            f"found {', '.join(types)}"
        )


def _stated(snapshot: Snapshot, table: Table, relation: str) -> Stated:
    """Ask the database itself for the rows and sums that are about to be read."""
    totals = [
        table.column(name).expression or snapshot.quoted(table.column(name).source_name)
        for name in table.control_totals
    ]
    sums = "".join(f", coalesce(sum({total}), 0)" for total in totals)
    count, *found = snapshot.one(f"select count(*){sums} from {relation}")
    return Stated(
        rows=int(str(count)),
        totals={name: str(total) for name, total in zip(table.control_totals, found, strict=True)},
    )


def _present(table: Table) -> str:
    """Return the keys under their raw names and types, as they compare with what landed."""
    keys = ", ".join(
        f'cast("{table.column(key).source_name}" as {table.column(key).landed_type}) as "{key}"'
        for key in table.key
    )
    return f"select {keys} from present"
