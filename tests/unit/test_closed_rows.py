"""Closed periods are published with the rows that the books hold, or not at all."""

import datetime as dt
from pathlib import Path
from typing import cast

import duckdb
import pytest

from pipelines.lib.dbt import PublishedTable
from pipelines.lib.publish.closing import check_closed, write_book
from pipelines.lib.releases.books import FOLDER, Book, BooksError, load_books

NOON = dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC)
TABLE = PublishedTable(
    schema="marts",
    name="fct_fee",
    audiences=("finance",),
    description="Fees.",
    columns=dict.fromkeys(("fee_key", "entity_code", "accounting_period", "amount", "note"), ""),
    closes_with=("revenue",),
    types={"fee_key": "varchar", "amount": "decimal(18, 2)"},
)


@pytest.fixture
def books(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse whose January was closed and published, and whose February is open.

    Nobody ever opened the months before: of November nothing is told, of December a fee.
    """
    connection = duckdb.connect()
    connection.execute("""
        create schema intermediate; create schema marts;
        create table intermediate.int_period_locks__dated as
        select 'revenue' as lock, 'E' as entity_code, period_code, is_closed, is_never_opened,
            case when is_closed then timestamp '2026-02-10' end as closed_at
        from (
            values ('2025-11', true, true), ('2025-12', true, true), ('2026-01', true, false),
                ('2026-02', false, false)
        ) as periods (period_code, is_closed, is_never_opened);
        create table marts.fct_fee (
            fee_key varchar, entity_code varchar, accounting_period varchar, amount decimal(18, 2),
            note varchar
        );
        insert into marts.fct_fee values
            ('z', 'E', '2025-12', 5, null),
            ('a', 'E', '2026-01', 10, 'first'), ('b', 'E', '2026-01', 20, null),
            ('c', 'E', '2026-02', 30, null);
    """)
    load_books(connection, tmp_path, {}, [TABLE])
    book = Book(
        release_id="r1",
        run_id="r1",
        published_at=NOON,
        model_version="v1",
        files={},
        pages=(),
    )
    (tmp_path / "r1" / FOLDER).mkdir(parents=True)
    checksum = write_book(connection, tmp_path / "r1", [TABLE], book)
    assert checksum
    assert load_books(connection, tmp_path, {"r1": checksum}, [TABLE]) == 2
    return connection


class CutOff:
    """A connection to the warehouse whose process ends before a statement that begins so."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, before: str) -> None:
        """Take the connection, and how the statement begins."""
        self._connection = connection
        self._before = before

    def execute(self, statement: str, *arguments: object) -> duckdb.DuckDBPyConnection:
        """Run a statement, unless it is the one."""
        if statement.startswith(self._before):
            raise KeyboardInterrupt
        return self._connection.execute(statement, *arguments)


@pytest.mark.parametrize("relation", ["books", "book_pages", '"booked_fct_fee"'])
def test_books_of_releases_that_are_gone_are_cleared_whole_or_not_at_all(
    books: duckdb.DuckDBPyConnection, tmp_path: Path, relation: str
) -> None:
    cut_off = cast(
        "duckdb.DuckDBPyConnection", CutOff(books, f"delete from raw_evenkeel.{relation}")
    )

    with pytest.raises(KeyboardInterrupt):
        load_books(cut_off, tmp_path, {}, [TABLE])

    assert load_books(books, tmp_path, {}, [TABLE]) == 0
    left = books.execute('select count(*) from raw_evenkeel."booked_fct_fee"').fetchall()
    assert left == [(0,)]


def test_a_period_that_was_never_opened_has_a_page_once_something_is_told_of_it(
    books: duckdb.DuckDBPyConnection,
) -> None:
    pages = books.execute(
        "select accounting_period, page_rows from raw_evenkeel.book_pages order by all"
    ).fetchall()

    assert pages == [("2025-12", 1), ("2026-01", 2)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "update marts.fct_fee set amount = 10.01 where fee_key = 'a'",
            "fee_key a differs: amount 10.01 against 10.00 in the books",
        ),
        (
            "update marts.fct_fee set note = '' where fee_key = 'b'",
            "fee_key b differs: note  against None in the books",
        ),
        # The sum of the period is the same.
        (
            "update marts.fct_fee set amount = 30 - amount where accounting_period = '2026-01'",
            "fee_key a differs: amount 20.00 against 10.00 in the books",
        ),
        (
            "delete from marts.fct_fee where fee_key = 'b'",
            "fee_key b is not in both it and the books",
        ),
        (
            "insert into marts.fct_fee values ('d', 'E', '2026-01', 0, null)",
            "fee_key d is not in both it and the books",
        ),
        (
            "insert into marts.fct_fee from marts.fct_fee where fee_key = 'a'",
            "fee_key a is not in both it and the books",
        ),
        (
            "insert into marts.fct_fee select 'd', 'E', '2026-01', 0, null from range(2)",
            "fee_key d is not in both it and the books",
        ),
        (
            "update marts.fct_fee set accounting_period = '2026-02' where fee_key = 'a'",
            "fee_key a is not in both it and the books",
        ),
        (
            "delete from marts.fct_fee where accounting_period = '2026-01'",
            "fee_key a is not in both it and the books",
        ),
    ],
)
def test_a_closed_period_with_other_rows_is_refused(
    books: duckdb.DuckDBPyConnection, change: str, told: str
) -> None:
    books.execute(change)

    with pytest.raises(BooksError, match="fct_fee of E 2026-01 is closed") as refused:
        check_closed(books, [TABLE])

    assert told in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        "update marts.fct_fee set amount = 31 where fee_key = 'c'",
        "create or replace table marts.fct_fee as from marts.fct_fee order by amount desc",
        "alter table marts.fct_fee add column added varchar default 'new'",
        "alter table marts.fct_fee alter amount type decimal(28, 6)",
        # Reopened, and closed again by somebody since: booked anew by the release that follows.
        """
        update intermediate.int_period_locks__dated set closed_at = timestamp '2026-02-11';
        update marts.fct_fee set amount = 11 where fee_key = 'a'
        """,
    ],
)
def test_what_the_books_do_not_hold_may_change(
    books: duckdb.DuckDBPyConnection, change: str
) -> None:
    books.execute(change)

    check_closed(books, [TABLE])
