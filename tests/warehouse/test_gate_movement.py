"""Tables that differ from the last release's by more than they may are named, with both sides."""

import datetime as dt

import pytest
from gate_judge import JUDGED_AT, Judge, failed, only_failure
from nightly import Company, Ended

from expectations.thresholds import thresholds
from pipelines.lib.gate.night import night_of
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


def test_half_a_table_gone_is_refused(judge: Judge) -> None:
    record = judge.judge(
        "delete from marts.fct_time_entry where hash(time_entry_key) % 4 > 0", "fct_time_entry"
    )

    lost = {
        f"not more than {share} of the rows of the last release are gone" for share in (0.5, 0.2)
    }
    assert failed(record)["marts.fct_time_entry"] == lost
    assert not record.passed


def test_amounts_of_a_hundred_times_what_they_were_are_refused(judge: Judge) -> None:
    record = judge.judge(
        "update marts.fct_project_cost set cost_reporting_amount = cost_reporting_amount * 100 "
        "where adjustment_type is null",
        "fct_project_cost",
    )

    moved = "no column of amounts has become more than 10 times what it was, or less"
    assert moved in failed(record)["marts.fct_project_cost"]
    (found,) = [each for each in record.suites[0].expectations if each.name == moved]
    assert [row["column_name"] for row in found.failing_rows] == ["cost_reporting_amount"]
    assert not record.passed


def test_a_sum_of_a_closed_period_that_changed_is_refused_and_named(judge: Judge) -> None:
    record = judge.judge(
        "update portfolio.portfolio_month "
        "set billed_reporting_amount = billed_reporting_amount + 1 "
        "where accounting_period_state = 'closed' and entity_code = 'HV-DE'",
        "portfolio_month",
    )

    found = only_failure(record)
    assert found.name == "the sums of closed periods are those of the last release"
    assert {row["column_name"] for row in found.failing_rows} == {"billed_reporting_amount"}
    assert {row["entity_code"] for row in found.failing_rows} == {"HV-DE"}
    assert not record.passed


def test_a_column_that_lost_its_values_is_warned_of(judge: Judge) -> None:
    record = judge.judge("update marts.fct_time_entry set task_name = null", "fct_time_entry")

    found = only_failure(record)
    assert found.name == "the share of empty values of a column has not moved by more than 0.2"
    assert [row["column_name"] for row in found.failing_rows] == ["task_name"]
    assert record.passed


def test_another_mix_of_kinds_is_told(judge: Judge) -> None:
    record = judge.judge(
        "update marts.fct_revenue_event set posting_reason = 'prior_period'", "fct_revenue_event"
    )

    found = only_failure(record)
    assert found.name == "the share of a posting_reason has not moved by more than 0.2"
    assert "prior_period" in {row["posting_reason"] for row in found.failing_rows}
    assert record.passed


def test_nothing_is_compared_where_rows_may_be_lost_or_the_day_is_an_earlier_one(
    first_night: tuple[Company, Ended],
) -> None:
    company, _ = first_night
    settings = load_settings(company.folder / "evenkeel.toml")

    shrinking = night_of(settings, JUDGED_AT, dt.date(2026, 7, 31), may_shrink=True)
    earlier = night_of(settings, JUDGED_AT, dt.date(2026, 7, 30), may_shrink=False)

    assert (shrinking.previous, earlier.previous) == (None, None)


def test_a_system_that_fell_silent_is_warned_of(judge: Judge) -> None:
    record = judge.judge(
        "select 1", "ctl_extract_completeness", judged_at=JUDGED_AT + dt.timedelta(hours=36 + 73)
    )

    found = only_failure(record)
    assert record.passed
    assert found.name == "every system has delivered, at most 72 hours later than promised"
    assert found.limit == thresholds().limit("delivery_late_hours")
