"""What work earns is walked back to that work: time that is paid for, and what progress counts."""

import shlex

import pytest
from nightly import Company

from pipelines.lib.provenance.posting_told import money, number

pytestmark = pytest.mark.warehouse

BY_TIME = (
    "select revenue_event_key, revenue_transaction_amount, transaction_currency_code "
    "from fct_revenue_event where source_table = 'performance_obligations' "
    "and revenue_method = 'right_to_invoice' and adjustment_type is null "
    "and revenue_before_amount > 0 order by revenue_transaction_amount desc limit 1"
)

BY_HOURS = (
    "select revenue_event_key, project_key, measured_from, service_date, progress_done, "
    "progress_expected "
    "from fct_revenue_event where revenue_method = 'hours' and adjustment_type is null "
    "and progress_done between 1 and progress_expected - 1 "
    "order by progress_done desc limit 1"
)


def sentences(company: Company, key: str, *audiences: str) -> list[str]:
    asked = [part for audience in audiences for part in ("--audience", audience)]
    explained = company.ask("explain", "fct_revenue_event", key, "--json", *asked).outcome
    (source,) = explained["sources"]["fct_revenue_event.revenue_reporting_amount"]
    return source["told"]


def test_the_entries_of_a_posting_come_to_what_was_posted(generated: Company) -> None:
    ((key, amount, currency),) = generated.query(BY_TIME)

    *_, worked, command = sentences(generated, key, "finance", "people")
    _, *arguments = shlex.split(command.removeprefix("which are: "))
    listed = generated.ask(*arguments)
    entries = generated.query(arguments[-1], "people")

    assert f": {len(entries)} entries, " in worked
    assert f"hours, {money(amount, currency)}" in worked
    assert len(entries) > 1
    assert (listed.code, f"{len(entries)} rows" in listed.told) == (0, True)


def test_the_hours_of_progress_are_those_of_the_projects_work(generated: Company) -> None:
    ((key, project, since, until, done, expected),) = generated.query(BY_HOURS)
    told = sentences(generated, key, "finance", "people")
    *_, worked, command = told
    entries = generated.query(shlex.split(command.removeprefix("which are: "))[-1], "people")
    ((counted,),) = generated.query(
        "select sum(hours) from fct_time_entry where approval_state <> 'rejected' "
        f"and project_key = '{project}' and service_date between '{since}' and '{until}'",
        "people",
    )

    assert any(f": {number(done)} of {number(expected)} hours" in line for line in told)
    assert counted == done
    assert f": {len(entries)} entries, " in worked


def test_who_may_not_read_time_is_told_who_may(generated: Company) -> None:
    ((key, *_),) = generated.query(BY_TIME)

    told = "the rows of the project's approved billable time are for people"
    assert told in sentences(generated, key, "finance")
