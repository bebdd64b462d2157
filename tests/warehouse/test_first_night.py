from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from nightly import Company, Ended

pytestmark = pytest.mark.warehouse
Night = tuple[Company, Ended]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_night_publishes_a_release_of_its_own(first_night: Night) -> None:
    company, ended = first_night

    assert ended.code == 0, ended.told
    assert ended.outcome["release_id"] == company.current()
    assert (company.releases / "current" / "gate.json").exists()


def test_a_release_holds_duckdb_and_parquet_of_equal_rows(first_night: Night) -> None:
    company, _ = first_night
    parquet = company.releases / "current" / "parquet" / "portfolio" / "portfolio_project.parquet"

    from_parquet = duckdb.execute("select * from read_parquet(?) order by 1", [str(parquet)])

    assert from_parquet.fetchall() == company.query("from portfolio_project order by 1")


def test_every_published_column_says_what_it_means(first_night: Night) -> None:
    company, _ = first_night

    silent = company.query(
        "select table_name, column_name from duckdb_columns() "
        "where not internal and coalesce(comment, '') = ''"
    )

    assert silent == []


def test_readers_of_the_portfolio_see_no_person_and_no_personal_rate(first_night: Night) -> None:
    company, _ = first_night

    columns = company.query(
        "select column_name from duckdb_columns() where not internal", audience="portfolio"
    )

    personal = {"person_name", "email", "cost_rate", "bill_rate", "note", "person_key"}
    assert personal.isdisjoint({name for (name,) in columns})


def test_every_hour_of_the_export_is_in_the_project_months(first_night: Night) -> None:
    company, _ = first_night
    exported = defaultdict(Decimal)
    for row in company.rows("time_entries"):
        exported[(row["project_id"], row["work_date"][:7])] += Decimal(row["hours"])

    published = company.query("""
        select 'J' || right(project_code, 2), accounting_period, hours
        from fct_project_month inner join dim_project using (project_key)
        where hours > 0
    """)

    assert {(code, period): hours for code, period, hours in published} == exported


def test_cost_is_hours_at_the_rate_of_the_work_day_in_euros(first_night: Night) -> None:
    company, _ = first_night
    rates = {
        (r["person_id"], bool(r["valid_from"])): Decimal(r["cost_rate"])
        for r in company.rows("cost_rates")
    }
    currency = {r["person_id"]: r["currency_code"] for r in company.rows("cost_rates")}
    fx = {
        r["rate_date"][:7]: Decimal(r["fx_rate"])
        for r in company.rows("fx_rates")
        if (r["from_currency_code"], r["to_currency_code"]) == ("GBP", "EUR")
    }
    expected = defaultdict(Decimal)
    for row in company.rows("time_entries"):
        month, person = row["work_date"][:7], row["person_id"]
        cost = Decimal(row["hours"]) * rates[person, month >= "2026-04"]
        if currency[person] == "GBP":
            cost = (cost * fx[month]).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        expected[(row["project_id"], month)] += cost

    published = company.query("""
        select 'J' || right(project_code, 2), accounting_period, cost_reporting_amount
        from fct_project_month inner join dim_project using (project_key)
        where hours > 0
    """)

    assert {(code, period): amount for code, period, amount in published} == {
        key: cents(amount) for key, amount in expected.items()
    }


def test_recognised_time_and_materials_is_hours_at_the_agreed_rate(first_night: Night) -> None:
    company, _ = first_night
    expected = defaultdict(Decimal)
    for row in company.rows("time_entries"):
        if row["project_id"] == "J03":
            expected[row["work_date"][:7]] += Decimal(row["hours"]) * Decimal(row["bill_rate"])

    published = company.query("""
        select accounting_period, revenue_functional_amount
        from fct_revenue_month inner join dim_project using (project_key)
        where project_code = 'HV-03' and revenue_method = 'right_to_invoice'
    """)

    assert dict(published) == {month: cents(amount) for month, amount in expected.items()}


def test_a_yearly_subscription_is_earned_by_day(first_night: Night) -> None:
    company, _ = first_night

    published = company.query("""
        select accounting_period, revenue_reporting_amount
        from fct_product_month inner join dim_product using (product_key)
        where product_code = 'KEEL-ENT' order by 1
    """)

    # 24,000 over 365 days, each period the rounded cumulative amount less the one before.
    days = [31, 28, 31, 30, 31, 30, 31]
    earned = [cents(Decimal(24000) * sum(days[:n]) / 365) for n in range(8)]
    assert [amount for _, amount in published] == [earned[n + 1] - earned[n] for n in range(7)]


def test_project_and_product_revenue_hold_every_recognised_cent_once(first_night: Night) -> None:
    company, _ = first_night

    ((total,),) = company.query("select sum(revenue_reporting_amount) from fct_revenue_month")
    ((projects,),) = company.query("select sum(revenue_reporting_amount) from fct_project_month")
    ((products,),) = company.query("select sum(revenue_reporting_amount) from fct_product_month")

    assert projects + products == total
    assert products > 0


def test_every_control_reconciles_and_each_one_ran(first_night: Night) -> None:
    company, _ = first_night

    found = company.query(
        "select control_id, bool_and(status = 'reconciled') from ctl_reconciliation group by 1"
    )

    ran = (1, 2, 3, 8, 9, 13, 14, 17, 18, 19, 21, 22, 23)
    controls = [f"C{number:02}" for number in ran]
    assert dict(found) == dict.fromkeys(controls, True)


def test_a_person_reads_what_was_published(first_night: Night) -> None:
    company, _ = first_night

    process = company.start("query", "select count(*) as projects from portfolio_project")
    printed, told = process.communicate(timeout=60)

    assert process.returncode == 0, told
    assert "7" in printed
