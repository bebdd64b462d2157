"""Empty databases of every dialect, and rows to put into them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from builders import canonical
from cluster import Cluster

VARIABLE = "ERP_URL"
NUMBERS = itertools.count(1)
TYPES = {
    "VARCHAR": "text",
    "DECIMAL": "numeric(38, 12)",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "BOOLEAN": "boolean",
}
LINES = {
    "line_id": "text",
    "amount": "numeric(38, 12)",
    "rate": "numeric",
    "worked": "text",
    "posted_date": "date",
    "is_open": "boolean",
    "words": "text",
    "changed_at": "timestamp",
}
Row = Mapping[str, object]


def entry(number: int = 1, **changed: object) -> Row:
    """Return a time entry."""
    row: dict[str, object] = {
        "time_entry_id": str(number),
        "person_id": "P1",
        "project_id": "J1",
        "work_date": "2026-03-02",
        "hours": "7.5",
        "time_category": "delivery",
        "is_billable": True,
        "approval_state": "approved",
        "note": None,
        "updated_at": "2026-03-03 09:00:00",
    }
    return row | changed


def line(number: int = 1, **changed: object) -> Row:
    """Return a line of the ledger."""
    row: dict[str, object] = {
        "line_id": str(number),
        "amount": "12.5",
        "rate": None,
        "worked": None,
        "posted_date": "2026-03-02",
        "is_open": True,
        "words": None,
        "changed_at": "2026-03-03 09:00:00",
    }
    return row | changed


@dataclass(frozen=True)
class Database:
    """A database: the URL it is read by, and the one its rows are written by."""

    url: str
    writer: str

    @property
    def name(self) -> str:
        """The database's own name."""
        return self.url.rpartition("/")[2]

    def execute(self, statement: str, *rows: Row) -> None:
        """Run a statement once, or once for each row of parameters, each committed by itself."""
        engine = sa.create_engine(self.writer, poolclass=sa.NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text(statement), list(rows) or None)

    def ask(self, query: str) -> list[tuple]:
        """Return a query's rows."""
        engine = sa.create_engine(self.writer, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]

    def create(self, table: str = "time_entries", **types: str) -> None:
        """Create a table of the canonical contract; `types` says which columns have others."""
        columns = canonical().table(table).columns
        self._create(table, {column.name: TYPES[column.type] for column in columns} | types)

    def create_lines(self, **types: str) -> None:
        """Create the ledger's table of lines; `types` says which columns have others."""
        self._create("lines", LINES | types)

    def insert(self, table: str, *rows: Row) -> None:
        """Insert rows, all with values for the same columns."""
        columns = ", ".join(rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        self.execute(f"insert into {table} ({columns}) values ({places})", *rows)

    def insert_entries(self, *entries: Row) -> None:
        """Insert time entries."""
        self.insert("time_entries", *entries)

    def _create(self, table: str, columns: dict[str, str]) -> None:
        declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.execute(f"create table {table} ({declared})")


def empty_postgres(cluster: Cluster, *, driver: str = "", encoding: str = "UTF8") -> Database:
    """Return an empty database; with a driver named, it is read through SQLAlchemy."""
    name = f"source_{next(NUMBERS)}"
    Database("", _through_psycopg(cluster.url())).execute(
        f"create database {name} encoding '{encoding}' locale 'C' template template0"
    )
    url = cluster.url(name)
    return Database(url.replace("://", f"{driver}://"), _through_psycopg(url))


def empty_file(folder: Path, dialect: str) -> Database:
    """Return a database that is a file; it is made with the first table."""
    url = f"{dialect}:///{folder}/source.{dialect}"
    return Database(url, url)


def named(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Put the database's URL where the system's settings look for it."""
    monkeypatch.setenv(VARIABLE, database.url)
    return database


def _through_psycopg(url: str) -> str:
    return url.replace("://", "+psycopg://")
