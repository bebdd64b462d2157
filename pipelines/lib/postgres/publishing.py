"""Publish a release to PostgreSQL: its rows are loaded beside earlier ones, then a pointer moves.

All of it is one transaction that readers do not wait for: who asks before it ends gets the last
publication, who asks after it this one, and what is cut off was never there.
"""

import os
import threading
from typing import LiteralString, cast

import duckdb
from pydantic import BaseModel, ConfigDict

from pipelines.lib.company import releases_root
from pipelines.lib.postgres.database import Connection, connected, only_one, rows, run
from pipelines.lib.postgres.keeping import current_publication
from pipelines.lib.postgres.shape import DATA, KEY, prepare
from pipelines.lib.releases.release import PostgresError, Release, current_release, releases_of
from pipelines.lib.releases.tables import ReleasedTable, released_tables
from pipelines.lib.warehouse import open_scratch
from sources.casting import literal, quote
from sources.configuration import Settings

CHUNK = 1 << 18


class Published(BaseModel):
    """What was published to PostgreSQL, and which roles of readers it does not have."""

    model_config = ConfigDict(frozen=True)

    releases: tuple[str, ...]
    rows: int
    absent_roles: tuple[str, ...]


def publish_missing(settings: Settings) -> Published:
    """Publish what PostgreSQL lacks: all releases after its current one; into a new one the last.

    Raises:
        PostgresError: It is away or refuses; what it has stays current.
    """
    root = releases_root(settings)
    last = current_release(root)
    with connected(settings) as connection:
        only_one(connection)
        there = current_publication(connection)
        due = [each for each in releases_of(root) if there and each.release_id > there]
        due = [each for each in due if last and each.release_id <= last.release_id]
        return _publish(settings, connection, due if there else [last] if last else [])


def publish_release(settings: Settings, release: Release) -> Published:
    """Make a release current in PostgreSQL; its rows are loaded only if they are not there.

    Raises:
        PostgresError: It is away or refuses; what it has stays current.
    """
    with connected(settings) as connection:
        only_one(connection)
        return _publish(settings, connection, [release])


def _publish(settings: Settings, connection: Connection, releases: list[Release]) -> Published:
    root, absent, loaded = releases_root(settings), list[str](), 0
    assert settings.postgres is not None  # noqa: S101 - who is connected has one
    for release in releases:
        tables = released_tables(root, release)
        absent = prepare(connection, tables, settings.postgres.roles)
        with open_scratch(settings) as scratch, connection.transaction():
            # PostgreSQL reads in one process; more threads here would only take its time.
            scratch.execute("set threads = 1")
            loaded += _load(connection, scratch, release, tables)
            run(
                connection,
                f"insert into {DATA}.current_publication ({KEY}) "
                f"select {KEY} from {DATA}.publication where release_id = %s "
                f"on conflict (is_only) do update set {KEY} = excluded.{KEY}",
                (release.release_id,),
            )
        if loaded:
            _settle(connection, tables)
    return Published(
        releases=tuple(each.release_id for each in releases),
        rows=loaded,
        absent_roles=tuple(absent),
    )


def _load(
    connection: Connection,
    scratch: duckdb.DuckDBPyConnection,
    release: Release,
    tables: list[ReleasedTable],
) -> int:
    """Load a release's rows, unless they are there; return how many."""
    registered = rows(
        connection,
        f"insert into {DATA}.publication (release_id, run_id, as_of_date, published_at, "
        "code_version) values (%s, %s, %s, %s, %s) on conflict (release_id) do nothing "
        f"returning {KEY}",
        (
            release.release_id,
            release.run_id,
            release.as_of_date,
            release.published_at,
            release.code_version,
        ),
    )
    for (publication,), table in ((key, table) for key in registered for table in tables):
        copied = _copy(connection, scratch, int(str(publication)), table)
        if copied != table.rows:
            raise PostgresError(
                f"{table.name} of {release.release_id}: {copied} rows copied, expected {table.rows}"
            )
    return sum(table.rows for table in tables) if registered else 0


def _copy(
    connection: Connection,
    scratch: duckdb.DuckDBPyConnection,
    publication: int,
    table: ReleasedTable,
) -> int:
    """Copy a table's Parquet file: DuckDB writes it as text into a pipe, PostgreSQL reads that."""
    columns = ", ".join(quote(column) for column in table.columns)
    rows_of = f"select {publication}, {columns} from read_parquet({literal(str(table.file))})"
    into = f"copy {DATA}.{quote(table.name)} ({KEY}, {columns}) from stdin (format csv)"
    reading, writing = os.pipe()
    written = f"copy ({rows_of}) to '/dev/fd/{writing}' (format csv, header false)"
    failed = list[Exception]()
    writer = threading.Thread(target=_write, args=(scratch, written, writing, failed))
    cursor = connection.cursor()
    try:
        with open(reading, "rb", buffering=0) as text:  # noqa: PTH123 - no path, but a pipe
            writer.start()
            with cursor.copy(cast("LiteralString", into)) as copy:
                while chunk := text.read(CHUNK):
                    copy.write(chunk)
                if failed:
                    raise PostgresError(f"{table.file} can not be read: {failed[0]}")
    finally:
        # Nobody reads any more, so the writer has ended or ends with its next row.
        writer.join()
    return cursor.rowcount


def _write(
    scratch: duckdb.DuckDBPyConnection, statement: str, end: int, failed: list[Exception]
) -> None:
    try:
        scratch.execute(statement)
    except duckdb.Error as error:
        failed.append(error)
    finally:
        os.close(end)


def _settle(connection: Connection, tables: list[ReleasedTable]) -> None:
    """Let PostgreSQL know what the tables hold now, for its plans and its index."""
    for table in tables:
        name = f"{DATA}.{quote(table.name)}"
        run(connection, f"analyze {name}")
        run(
            connection,
            "select brin_summarize_new_values(indexrelid) from pg_index "
            f"where indrelid = {literal(name)}::regclass",
        )
