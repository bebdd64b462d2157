"""The PostgreSQL database that releases are published to: connecting, and waiting for readers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString, cast

import psycopg
from psycopg.errors import DeadlockDetected, LockNotAvailable

from pipelines.lib.releases.release import PostgresError
from sources.configuration import Settings
from sources.connectors.sql_url import check_url, without_secrets
from sources.errors import ConfigurationError
from sources.settings import secret

Connection = psycopg.Connection[tuple[object, ...]]
CONNECT_SECONDS = 10
# Less than the second after which PostgreSQL looks for deadlocks: whoever changes a table gives way
# to its readers before one of them could be broken off.
LOCK_WAIT = "300ms"
PATIENCE_SECONDS = 120.0
LONGEST_PAUSE = 5.0
# Held by whoever publishes or deletes; the number only has to be nobody else's.
LOCK = 0x6576656E
# The text of values must not depend on what a server or a role has set.
SESSION = {"timezone": "UTC", "datestyle": "ISO", "statement_timeout": "0", "lock_timeout": "0"}
HOLDERS = """
    select distinct a.pid, a.usename, a.application_name
    from pg_locks as l
    join pg_stat_activity as a using (pid)
    join pg_class as c on c.oid = l.relation
    join pg_namespace as n on n.oid = c.relnamespace
    where l.granted and a.pid <> pg_backend_pid()
        and n.nspname in ('published', 'portfolio', 'finance', 'people', 'finance_history')
    order by a.pid
"""


@contextmanager
def connected(settings: Settings) -> Iterator[Connection]:
    """Connect to the database that releases are published to; each statement commits by itself.

    Raises:
        ConfigurationError: No database is configured, or its variable holds no URL.
        PostgresError: What PostgreSQL says, without the URL or the password.
    """
    if settings.postgres is None:
        raise ConfigurationError(
            "no [postgres] in evenkeel.toml; expected one with url_env (docs/serving/postgresql.md)"
        )
    where = settings.postgres.url_env
    url = secret(where)
    check_url(url, where)
    try:
        with psycopg.connect(
            url, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="evenkeel"
        ) as connection:
            for name, value in SESSION.items():
                connection.execute("select set_config(%s, %s, false)", (name, value))
            yield connection
    except psycopg.Error as error:
        raise PostgresError(f"the database in {where}: {_said(error, url)}") from None


def _said(error: psycopg.Error, url: str) -> str:
    """Return what PostgreSQL says, and where: of a row that is copied its place, not its values."""
    where = (error.diag.context or "").partition(': "')[0]
    more = [without_secrets(text, url) for text in (error.diag.message_detail, where) if text]
    said = without_secrets(str(error), url)
    return f"{said} ({'; '.join(more)})" if more else said


def only_one(connection: Connection) -> None:
    """See that nobody else publishes or deletes until the connection ends.

    Raises:
        PostgresError: Somebody does.
    """
    ((free,),) = rows(connection, "select pg_try_advisory_lock(%s)", (LOCK,))
    if not free:
        raise PostgresError("another process is publishing to PostgreSQL; wait, then run again")


def run(connection: Connection, statements: str, parameters: tuple[object, ...] = ()) -> None:
    """Run statements; what they are made of went through `quote` and `literal`."""
    connection.execute(cast("LiteralString", statements), parameters or None)


def rows(
    connection: Connection, query: str, parameters: tuple[object, ...] = ()
) -> list[tuple[object, ...]]:
    """Return a query's rows."""
    return connection.execute(cast("LiteralString", query), parameters or None).fetchall()


def change(connection: Connection, what: str, statements: str) -> None:
    """Change tables or views in one transaction that gives way to readers, again and again.

    Raises:
        PostgresError: Readers held what is to be changed all the time; they are named.
    """
    until, pause = time.monotonic() + PATIENCE_SECONDS, 0.1
    while True:
        try:
            with connection.transaction():
                run(connection, f"set local lock_timeout = '{LOCK_WAIT}'")
                run(connection, statements)
        except (LockNotAvailable, DeadlockDetected):
            if time.monotonic() > until:
                raise PostgresError(
                    f"{what} could not be changed for {PATIENCE_SECONDS:.0f} seconds: "
                    f"transactions of readers are open in processes {_holders(connection)}; "
                    "end them (select pg_terminate_backend(PID)), then: evenkeel releases publish"
                ) from None
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            return


def _holders(connection: Connection) -> str:
    held = rows(connection, HOLDERS)
    return ", ".join(f"{pid} ({role}, {name or 'unnamed'})" for pid, role, name in held)
