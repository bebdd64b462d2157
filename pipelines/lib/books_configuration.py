"""Whether the configuration is still the one that the books' periods were closed under."""

from collections.abc import Iterator

import duckdb

from pipelines.lib.books import BooksError, booked

POSTINGS = ("fct_billing_event", "fct_project_cost", "fct_revenue_event")
COLUMNS = (
    *("entity_code", "accounting_period", "adjustment_type", "service_date"),
    *("functional_currency_code", "reporting_currency_code"),
)
ENTITIES, PERIODS = "raw_evenkeel.entities", "raw_evenkeel.fiscal_periods"


def check_configuration(connection: duckdb.DuckDBPyConnection, reporting_currency: str) -> None:
    """See that currencies, entities and the fiscal calendar are those of the books.

    Args:
        connection: The warehouse, with the books and what the configuration says of entities and
            fiscal periods loaded.
        reporting_currency: What the configuration says the company reports in.

    Raises:
        BooksError: One is another; the message names the key, what was found and expected.
    """
    held = " union all ".join(_held(connection))
    if not held:
        return
    found = connection.execute(
        f"""
        with held as (
            select
                entity_code,
                accounting_period,
                functional_currency_code,
                reporting_currency_code,
                min(service_date) filter (adjustment_type is null) as first_date,
                max(service_date) filter (adjustment_type is null) as last_date
            from ({held})
            group by all
        ),

        told as (
            select
                'company.reporting_currency' as key,
                $reporting as found,
                reporting_currency_code as expected
            from held
            where reporting_currency_code <> $reporting
            union all
            select
                'functional_currency of entity ' || held.entity_code,
                entities.functional_currency_code,
                held.functional_currency_code
            from held
            inner join {ENTITIES} as entities using (entity_code)
            where held.functional_currency_code <> entities.functional_currency_code
            union all
            select 'entities', 'no ' || entity_code, entity_code
            from held
            anti join {ENTITIES} using (entity_code)
            union all
            select
                'company.fiscal_calendar',
                coalesce(
                    accounting_period || ' from ' || period_start_date || ' to ' || period_end_date,
                    'no ' || accounting_period
                ),
                accounting_period || ' with ' || first_date || ' and ' || last_date
            from held
            left join {PERIODS} as periods on held.accounting_period = periods.period_code
            where not coalesce(
                first_date >= period_start_date and last_date <= period_end_date,
                first_date is null
            )
        )

        select * from told where expected is not null order by all limit 1
        """,
        {"reporting": reporting_currency},
    ).fetchone()
    if found:
        key, is_now, was = found
        raise BooksError(
            f"{key}: found {is_now}, expected {was}, in which periods were closed and published. "
            "Put it back; another company keeps its books in folders of its own ([storage])"
        )


def _held(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield the SQL of what the books hold of each table of postings."""
    for table in POSTINGS:
        described = connection.execute(f"describe {booked(table)}").fetchall()
        if set(COLUMNS) <= {row[0] for row in described}:
            yield f"select {', '.join(COLUMNS)} from {booked(table)}"
