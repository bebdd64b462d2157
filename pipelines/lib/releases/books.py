"""The books: what closed periods held when they were published.

A release that is the first to hold a period whose locks are closed carries a book: the rows of that
period, one page per published table, legal entity and period. Books are never written again. What a
later night computes otherwise for such a period is posted to a later one; the figures of the period
stay as its page has them (decision 16). Which books there are, with their checksums, stands in
`release.json` of every later release, so that one that is missing or was changed is noticed.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict

from pipelines.lib.dbt import PublishedTable
from pipelines.lib.releases.release import ReleaseError
from sources.casting import literal, quote
from sources.disk import sha256_of

FOLDER, INDEX = "books", "book.json"
PAGES, LOADED = "raw_evenkeel.book_pages", "raw_evenkeel.books"


class BooksError(ReleaseError):
    """A book is missing or is not what was published, or a closed period would change."""


class Page(BaseModel):
    """The rows of one table for one legal entity and accounting period, as they were published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    entity_code: str
    accounting_period: str
    closed_at: dt.datetime | None
    rows: int
    checksum: str


class Book(BaseModel):
    """What `book.json` says: the pages of one release, and the checksum of each file of rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    run_id: str
    published_at: dt.datetime
    model_version: str
    files: dict[str, str]
    pages: tuple[Page, ...]


def closing(tables: list[PublishedTable]) -> list[PublishedTable]:
    """Return the tables whose periods close."""
    return [table for table in tables if table.closes_with]


def load_books(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    books: dict[str, str],
    tables: list[PublishedTable],
) -> int:
    """Load the books that are not in the warehouse yet; return how many pages there are.

    Args:
        connection: The warehouse, open for writing.
        root: The folder of releases.
        books: The checksum of each book by its release, oldest first.
        tables: The published tables; those that close get a table of their booked rows.

    Raises:
        BooksError: A book is missing, or is not what was published.
    """
    _create(connection, tables)
    known = {row[0] for row in connection.execute(f"from {LOADED}").fetchall()}
    if known - set(books):
        # The warehouse knows closings that the current release does not: one was put back.
        with _whole(connection):
            for name in (LOADED, PAGES, *(booked(table.name) for table in closing(tables))):
                connection.execute(f"delete from {name}")
        known = set[str]()
    for release_id, checksum in books.items():
        if release_id not in known:
            _load(connection, root / release_id / FOLDER, checksum)
    counted = connection.execute(f"select count(*) from {PAGES}").fetchone()
    return int(counted[0]) if counted else 0


def _create(connection: duckdb.DuckDBPyConnection, tables: list[PublishedTable]) -> None:
    connection.execute("create schema if not exists raw_evenkeel")
    connection.execute(f"create table if not exists {LOADED} (release_id varchar)")
    connection.execute(
        f"create table if not exists {PAGES} (release_id varchar, table_name varchar, "
        "entity_code varchar, accounting_period varchar, closed_at timestamp, page_rows bigint, "
        "page_checksum varchar, published_at timestamp, run_id varchar, model_version varchar)"
    )
    for table in closing(tables):
        name = booked(table.name)
        page = {"entity_code": "varchar", "accounting_period": "varchar"}
        connection.execute(
            f"create table if not exists {name} "
            f"({', '.join(f'{column} {kind}' for column, kind in page.items())})"
        )
        _add_columns(connection, name, table.types)


def _add_columns(
    connection: duckdb.DuckDBPyConnection, name: str, types: Mapping[str, str]
) -> None:
    for column, kind in types.items():
        connection.execute(f"alter table {name} add column if not exists {quote(column)} {kind}")


def _load(connection: duckdb.DuckDBPyConnection, folder: Path, checksum: str) -> None:
    """Load one book; its pages replace those of an earlier closing of the same period."""
    book = read_book(folder, checksum)
    with _whole(connection):
        connection.execute(
            "create or replace temporary table pages as select "
            "unnest($pages, recursive := true) from (select 1)",
            {"pages": [page.model_dump() for page in book.pages]},
        )
        connection.execute(f"""
            delete from {PAGES} as earlier using pages
            where
                earlier.table_name = pages.table
                and earlier.entity_code = pages.entity_code
                and earlier.accounting_period = pages.accounting_period
        """)
        connection.execute(
            f"""
            insert into {PAGES}
            select $release_id, "table", entity_code, accounting_period, closed_at, rows, checksum,
                $published_at, $run_id, $model_version
            from pages
            """,
            {
                "release_id": book.release_id,
                "published_at": book.published_at.replace(tzinfo=None),
                "run_id": book.run_id,
                "model_version": book.model_version,
            },
        )
        connection.execute(f"insert into {LOADED} values (?)", [book.release_id])
        for file in book.files:
            _replace_rows(connection, folder / file)


@contextmanager
def _whole(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do what follows in one transaction: whoever is cut off has changed nothing."""
    connection.execute("begin transaction")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _replace_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    name, rows = booked(path.stem), f"read_parquet({literal(str(path))})"
    connection.execute(f"""
        delete from {name} as earlier using pages
        where
            pages.table = {literal(path.stem)}
            and earlier.entity_code = pages.entity_code
            and earlier.accounting_period = pages.accounting_period
    """)
    described = connection.execute(f"describe select * from {rows}").fetchall()
    _add_columns(connection, name, {column: kind for column, kind, *_ in described})
    connection.execute(f"insert into {name} by name from {rows}")


def read_book(folder: Path, checksum: str) -> Book:
    """Return a book whose files are what was published.

    Raises:
        BooksError: A file is missing or has another checksum.
    """
    index = folder / INDEX
    _expect(index, checksum)
    book = Book.model_validate_json(index.read_text("utf-8"))
    for file, expected in book.files.items():
        _expect(folder / file, expected)
    return book


def _expect(path: Path, checksum: str) -> None:
    if not path.exists():
        raise BooksError(
            f"{path} is not there; expected the figures of closed periods, as they were published. "
            "Restore it from a backup: without it they would be computed again"
        )
    if (found := sha256_of(path)) != checksum:
        raise BooksError(
            f"{path} was changed after it was published: its checksum is {found}, "
            f"expected {checksum}. Restore it from a backup"
        )


def booked(table: str) -> str:
    """Return the name, in the warehouse, of the rows of a table that the books hold."""
    return f"raw_evenkeel.{quote('booked_' + table)}"
