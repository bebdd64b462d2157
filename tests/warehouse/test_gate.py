"""Every expectation of every gate is fed rows that break it, and names them."""

import datetime as dt

import duckdb
import pytest
from gate_judge import JUDGED_AT, Judge, failed, only_failure
from nonsense_rows import broken

pytestmark = pytest.mark.warehouse

ROWS_MUST_BE_THERE = {
    "marts.ctl_reconciliation": "controls ran",
    "marts.dim_accounting_period": "there is a fiscal calendar",
    "marts.dim_date": "there is a calendar",
    "marts.dim_entity": "there are legal entities",
    "portfolio.portfolio_client": "there are clients",
    "portfolio.portfolio_month": "there are months",
    "portfolio.portfolio_project": "there are projects",
}
MARGIN = "margin is revenue less cost"
PART_OF_ALL = "billable hours until a month's end are part of all hours until then"
COST_CHANGED = (
    "update portfolio.portfolio_project set cost_reporting_amount = cost_reporting_amount + 1 "
    "where project_code = 'HV-03'"
)
LAST_DAY = JUDGED_AT.date() + dt.timedelta(days=31)
OVERRIDE = f"""
[[override]]
table = "portfolio.portfolio_project"
expectation = "{MARGIN}"
person = "Ada Lovelace"
reason = "The ledger of HV-03 is corrected tomorrow."
expires = {LAST_DAY}
"""


def test_good_tables_pass_every_expectation_and_their_content_is_recorded(judge: Judge) -> None:
    record = judge.judge("select 1")

    assert record.passed
    assert failed(record) == {}
    assert set(record.content) == {table.relation for table in judge.tables}
    assert record.compared_with


def test_every_expectation_fails_on_rows_that_break_it(judge: Judge) -> None:
    with duckdb.connect(str(judge.warehouse), read_only=True) as connection:
        changes = "".join(broken(connection, table) for table in judge.tables)

    record = judge.judge(changes, previous=None, promises={})

    held = {s.table: {e.name for e in s.expectations if e.passed} for s in record.suites}
    assert {table: names for table, names in held.items() if names} == {
        table: {name} for table, name in ROWS_MUST_BE_THERE.items()
    }
    unnamed = [e for s in record.suites for e in s.expectations if not e.passed]
    assert [each.name for each in unnamed if not each.failing_rows] == []


def test_an_empty_table_is_refused_where_there_must_be_rows(judge: Judge) -> None:
    # A company without a finance system has no accounts, one without a time system no weeks, one
    # without products none of these, one without plans nothing to forecast, and where no period is
    # over no axis has a position.
    changes = "".join(f"delete from {table.relation};" for table in judge.tables)

    record = judge.judge(changes, previous=None, promises={})

    assert failed(record) == {table: {name} for table, name in ROWS_MUST_BE_THERE.items()}


def test_a_failed_expectation_names_the_rows(judge: Judge) -> None:
    found = only_failure(judge.judge(COST_CHANGED, "portfolio_project"))

    (row,) = found.failing_rows
    assert found.name == MARGIN
    assert (row["project_code"], found.found) == ("HV-03", "1 row")


def test_a_warning_alone_does_not_refuse(judge: Judge) -> None:
    record = judge.judge(
        "update portfolio.portfolio_project set uncosted_hours = 3", "portfolio_project"
    )

    assert only_failure(record).name == "every hour has a cost"
    assert record.passed


@pytest.mark.parametrize(
    ("hours", "failures"), [(200, set()), (99_999, {PART_OF_ALL})], ids=["of before", "of nothing"]
)
def test_a_month_may_take_back_more_than_it_worked(
    judge: Judge, hours: int, failures: set[str]
) -> None:
    record = judge.judge(
        f"update marts.fct_project_month set hours = hours - {hours}, "
        f"billable_hours = billable_hours - {hours}, "
        f"delivery_category_hours = delivery_category_hours - {hours} "
        "where project_month_key = (select project_month_key from marts.fct_project_month "
        "where billable_hours > 0 order by accounting_period desc, billable_hours limit 1)",
        "fct_project_month",
    )

    assert set().union(*failed(record).values()) == failures


def test_what_could_not_be_checked_does_not_pass(judge: Judge) -> None:
    record = judge.judge(
        "alter table portfolio.portfolio_month rename column unconverted_rows to unconverted",
        "portfolio_month",
        previous=None,
    )

    unchecked = {e.name for s in record.suites for e in s.expectations if "could not" in e.found}
    assert unchecked == {"unconverted_rows has a value", "every amount has a price and a rate"}
    assert not record.passed


def test_an_override_lets_one_expectation_through_and_is_recorded(judge: Judge) -> None:
    record = judge.judge(COST_CHANGED, "portfolio_project", overrides=OVERRIDE)

    found = only_failure(record)
    assert record.passed
    assert found.override
    assert [found.override] == list(record.overrides)
    assert found.override.person == "Ada Lovelace"


def test_an_override_that_expired_lets_nothing_through(judge: Judge) -> None:
    expired = OVERRIDE.replace(str(LAST_DAY), "2026-01-31")

    record = judge.judge(COST_CHANGED, "portfolio_project", overrides=expired)

    assert not record.passed
    assert record.overrides == ()
    assert record.refused_overrides == (
        f"gate-overrides.toml: override 1: expired on 2026-01-31; {MARGIN!r} blocks again",
    )
