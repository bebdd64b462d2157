"""Read tables of SQL databases: what the contract names, exactly, in one snapshot.

PostgreSQL is read through ADBC; every other database through SQLAlchemy. Only the contract's
columns are asked for, so a column that the contract does not know does not land.
"""

import datetime as dt
from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from sources.casting import cast_expression, quote
from sources.configuration import Sql
from sources.connectors.sql_postgres import PostgresSnapshot
from sources.connectors.sql_snapshot import Snapshot
from sources.connectors.sql_sqlalchemy import AlchemySnapshot
from sources.connectors.sql_url import check_url
from sources.contract import Column, Table
from sources.errors import ContractError, ReadError, first_line
from sources.extract import Extract, Stated, Window
from sources.settings import secret

ROWS, KEYS = "source_rows", "source_keys"


def open_snapshot(settings: Sql) -> AbstractContextManager[Snapshot]:
    """Open the database that the settings name.

    Raises:
        ConfigurationError: The variable is not set, or holds no URL.
        ReadError: It can not be reached; the message holds neither URL nor password.
    """
    url = secret(settings.url_env)
    check_url(url, settings.url_env)
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
    ) -> Generator[Extract, None, None]:
        """Yield the table, or what changed since the window's cursor together with all keys.

        Raises:
            ConfigurationError: The database's URL is not set, or is none.
            ReadError: The database can not be reached or read.
            ContractError: The table or one of its columns is not there.
        """
        with open_snapshot(self._settings) as snapshot:
            schema, _, name = table.source_name.rpartition(".")
            schema = schema or self._settings.schema_name
            types = snapshot.column_types(schema, name)
            if not types and table.optional:
                return
            _check_columns(table, types)
            relation = ".".join(snapshot.quoted(part) for part in (schema, name) if part)
            source = Source(snapshot, table, relation, types)
            where = source.changed(window, self._settings.look_back_days)
            stated = source.stated(where)
            if window.mode == "incremental":
                keys = tuple(table.column(name) for name in table.key)
                _keep_keys(connection, keys, source)
            there = [c for c in table.columns if not c.optional or c.source_name in types]
            connection.register(ROWS, source.rows(there, where))
            yield Extract(
                relation=ROWS,
                columns=_described(connection, ROWS),
                mode=window.mode,
                present_keys=f"select * from {KEYS}" if window.mode == "incremental" else None,
                stated=lambda: stated,
                failure=lambda: snapshot.stream.failure,
            )


@dataclass(frozen=True)
class Source:
    """A table in an open database."""

    snapshot: Snapshot
    table: Table
    relation: str
    types: Mapping[str, str]

    def changed(self, window: Window, look_back_days: int) -> str:
        """Return the condition that leaves out what has not changed since the window's cursor.

        Empty where everything is asked for: in a full read, and where the cursor does not order
        rows by time. Rows without a cursor value are always read.
        """
        if window.mode == "full" or self.table.cursor is None or window.cursor is None:
            return ""
        cursor = self.table.column(self.table.cursor)
        if cursor.type not in {"DATE", "TIMESTAMP"}:
            return ""
        # Wall time lies up to 14 hours beside UTC and repeats an hour in autumn.
        days = look_back_days + (cursor.formats.time_zone != "UTC")
        since = dt.datetime.fromisoformat(window.cursor) - dt.timedelta(days=days)
        bound = self.snapshot.cursor_bound(cursor, self.types, since)
        if bound is None:
            return ""
        value = cursor.expression or self.snapshot.quoted(cursor.source_name)
        return f" where ({value}) >= {bound} or ({value}) is null"

    def stated(self, where: str) -> Stated:
        """Ask the database itself for the rows and sums that are about to be read.

        A sum that it makes of floats is rounded and states nothing.
        """
        sums = {
            name: total
            for name in self.table.control_totals
            if (total := self._total(self.table.column(name)))
        }
        asked = ", ".join(["count(*)", *sums.values()])
        count, *found = self.snapshot.one(f"select {asked} from {self.relation}{where}")
        totals = zip(sums, found, strict=True)
        return Stated(
            rows=int(str(count)),
            totals={name: str(total) for name, total in totals if not isinstance(total, float)},
        )

    def _total(self, column: Column) -> str | None:
        """Return the sum of a column's numbers; those that do not fit the contract do not land."""
        number = self.snapshot.number(column, self.types)
        if number is None or (column.type == "DURATION" and column.formats.duration != "seconds"):
            return None
        digits = {"BIGINT": 18, "DURATION": 9}.get(column.type, column.precision - column.scale)
        fits = f"{number} = round({number}, {column.scale}) and abs({number}) < 1e{digits}"
        return f"coalesce(sum(case when {fits} then {number} end), 0)"

    def rows(self, columns: Sequence[Column], where: str = "") -> pa.RecordBatchReader:
        """Return the rows, under the columns' source names, as they stream in."""
        selected = ", ".join(
            f"{self.snapshot.selected(column, self.types)} "
            f"as {self.snapshot.quoted(column.source_name)}"
            for column in columns
        )
        query = f"select {selected} from {self.relation}{where}"
        return self.snapshot.batches(query, columns, self.types)


def _check_columns(table: Table, types: Mapping[str, str]) -> None:
    if not types:
        raise ContractError(f"the database has no table {table.source_name}")
    wanted = [c.source_name for c in table.columns if c.expression is None and not c.optional]
    missing = [name for name in wanted if name not in types]
    if missing:
        raise ContractError(
            f"column {', '.join(missing)} is missing in {table.source_name}; "
            f"found {', '.join(types)}"
        )


def _keep_keys(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[Column], source: Source
) -> None:
    """Keep every key that the table holds, under its raw name and type, as it would land."""
    connection.register(ROWS, source.rows(keys))
    kinds = _described(connection, ROWS)
    landed = ", ".join(
        f"{cast_expression(key, quote(key.source_name), kinds[key.source_name])} "
        f"as {quote(key.name)}"
        for key in keys
    )
    try:
        connection.execute(f"create or replace temp table {KEYS} as select {landed} from {ROWS}")
    except duckdb.Error as error:
        raise source.snapshot.stream.failure or ReadError(first_line(error)) from error
    connection.unregister(ROWS)


def _described(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe {relation}").fetchall()}
