"""A configuration that is not the one of the books is told, before anything is built."""

import duckdb
import pytest

from pipelines.lib.books import BooksError
from pipelines.lib.books_configuration import check_configuration


@pytest.fixture
def books() -> duckdb.DuckDBPyConnection:
    """A warehouse whose books hold January of two entities; nothing is booked as billed yet."""
    connection = duckdb.connect()
    connection.execute("""
        create schema raw_evenkeel;
        create table raw_evenkeel.entities as
        select * from (values ('DE', 'EUR'), ('UK', 'GBP'))
            as e (entity_code, functional_currency_code);
        create table raw_evenkeel.fiscal_periods as
        select * from (values
            ('2026-01', date '2026-01-01', date '2026-01-31'),
            ('2026-02', date '2026-02-01', date '2026-02-28')
        ) as p (period_code, period_start_date, period_end_date);
        create table raw_evenkeel.booked_fct_billing_event (entity_code varchar);
        create table raw_evenkeel.booked_fct_project_cost as
        select * from (values
            ('DE', '2026-01', null, date '2026-01-31', 'EUR', 'EUR'),
            ('UK', '2026-01', null, date '2026-01-01', 'GBP', 'EUR'),
            ('UK', '2026-01', 'prior_period', date '2025-12-01', 'GBP', 'EUR'),
            (null, null, null, date '2019-01-01', null, null)
        ) as c (
            entity_code, accounting_period, adjustment_type, service_date,
            functional_currency_code, reporting_currency_code
        );
        create table raw_evenkeel.booked_fct_revenue_event as
        from raw_evenkeel.booked_fct_project_cost where entity_code = 'DE';
    """)
    return connection


def test_the_configuration_of_the_books_passes(books: duckdb.DuckDBPyConnection) -> None:
    check_configuration(books, "EUR")


def test_a_company_without_books_may_be_configured_as_it_likes() -> None:
    connection = duckdb.connect()
    connection.execute("create schema raw_evenkeel")
    for table in ("fct_billing_event", "fct_project_cost", "fct_revenue_event"):
        connection.execute(f"create table raw_evenkeel.booked_{table} (entity_code varchar)")

    check_configuration(connection, "USD")


@pytest.mark.parametrize(
    ("change", "reporting", "told"),
    [
        ("", "USD", "company.reporting_currency: found USD, expected EUR, in which"),
        (
            "update raw_evenkeel.entities set functional_currency_code = 'EUR'",
            "EUR",
            "functional_currency of entity UK: found EUR, expected GBP, in which",
        ),
        (
            "delete from raw_evenkeel.entities where entity_code = 'UK'",
            "EUR",
            "entities: found no UK, expected UK, in which",
        ),
        (
            "update raw_evenkeel.fiscal_periods set period_start_date = date '2026-01-02'",
            "EUR",
            "company.fiscal_calendar: found 2026-01 from 2026-01-02 to 2026-01-31, expected",
        ),
        (
            "delete from raw_evenkeel.fiscal_periods where period_code = '2026-01'",
            "EUR",
            "company.fiscal_calendar: found no 2026-01, expected 2026-01 with 2026-01-01",
        ),
    ],
)
def test_another_configuration_than_that_of_the_books_is_refused(
    books: duckdb.DuckDBPyConnection, change: str, reporting: str, told: str
) -> None:
    if change:
        books.execute(change)

    with pytest.raises(BooksError) as refused:
        check_configuration(books, reporting)

    assert str(refused.value).startswith(told)
