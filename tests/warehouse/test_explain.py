"""Every published figure is the sum of its declared parts, and a person can ask how."""

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from changed_night import Changed
from nightly import Company, Ended
from proved_figures import levels, unproved

pytestmark = pytest.mark.warehouse

# The sample company has none of what these are made of; the generated one has.
NOT_IN_THE_SAMPLE = {
    "fct_revenue_po_month",
    "fct_contract_balance_rollforward",
    "fct_labour_cost_allocation",
    *("fct_overhead_pool", "fct_planned_work_week", "fct_project_evm_period"),
    *("fct_subscription_line_version", "fct_mrr_customer_month", "fct_arr_bridge_month"),
    *("fct_wip_aging", "fct_rpo_schedule", "fct_loss_provision", "fct_bookings_backlog_month"),
    *("fct_revenue_schedule", "fct_contract_cost_asset", "ctl_reconciling_item"),
}
FIGURE = ("explain", "fct_project_month")


@pytest.mark.slow
def test_the_parts_of_every_row_add_up_to_it(first_night: tuple[Company, Ended]) -> None:
    found = levels(first_night[0])

    assert unproved(found) == {}
    empty = {table for (table, _), level in found.items() if not level.rows}
    assert empty == NOT_IN_THE_SAMPLE


def test_they_add_up_where_closed_months_are_adjusted(changed: Changed) -> None:
    assert unproved(levels(changed.company)) == {}


@pytest.fixture(scope="module")
def adjustment(changed: Changed) -> tuple:
    """The largest adjustment of a closed month's revenue."""
    (row, *_) = changed.company.query(
        "select revenue_event_key, entity_code, origin_period, accounting_period, "
        "adjustment_cause, revenue_reporting_amount, source_id, project_key "
        "from fct_revenue_event where adjustment_type is not null "
        "order by abs(revenue_reporting_amount) desc, revenue_event_key"
    )
    return row


def test_a_person_walks_from_the_portfolio_to_postings(changed: Changed, adjustment: tuple) -> None:
    _, entity, origin, period, cause, *_ = adjustment
    asked = ("explain", "portfolio_month", f"entity_code={entity}", f"accounting_period={period}")

    ended = changed.company.ask(*asked)

    assert ended.code == 0, ended.told
    assert "fct_revenue_event.revenue_reporting_amount: " in ended.told
    assert f"adjusting closed {origin}, {cause}" in ended.told
    assert "made of fct_cost_month, which others may read: add --audience people" in ended.told
    assert "adds up: the parts sum to the figure, exactly, as far as the" in ended.told


def test_levels_hold_every_row_and_sum_to_the_figure(changed: Changed, adjustment: tuple) -> None:
    _, entity, _, period, *_ = adjustment
    row = (f"entity_code={entity}", f"accounting_period={period}")
    asked = ("explain", "portfolio_month", *row, "-m", "project_revenue", "--json")

    found = changed.company.ask(*asked).outcome

    level, figure = found["walk"], Decimal(found["figure"]["value"])
    tables = []
    while level["made_of"]:
        (level,) = level["made_of"]
        tables.append(level["table"])
        assert Decimal(level["total"]) + Decimal(level["rounding"]) == figure
        shown = [Decimal(row["amount"]) for row in level["examples"]]
        assert (len(shown), sum(shown)) == (level["rows"], Decimal(level["total"]))
    assert tables == ["fct_project_month", "fct_revenue_month", "fct_revenue_event"]
    assert (found["adds_up"], found["figure"]["unit"]) == (True, "EUR")


def test_an_adjustment_tells_its_cause_and_what_was_booked(
    changed: Changed, adjustment: tuple
) -> None:
    key, _, origin, period, cause, amount, *_ = adjustment

    told = changed.company.ask("explain", "fct_revenue_event", key).told

    assert f"adjusts {origin}, a closed period, by " in told
    assert f"posted to {period}, the next open one; cause: {cause}" in told
    assert "all postings of this row, revenue_reporting_amount: " in told
    assert f"{amount:,f}".rstrip("0") in told


def test_a_row_that_is_gone_is_shown_as_it_was_booked(changed: Changed) -> None:
    gone = changed.exported[1]
    ((key, booked),) = changed.company.query(
        "select adjustment.project_cost_key, -adjustment.cost_reporting_amount "
        "from fct_project_cost as adjustment where adjustment_cause = 'edited_time' "
        f"and system_name = 'exports' and source_id = '{gone['time_entry_id']}'",
        "people",
    )

    told = changed.company.ask("explain", "fct_project_cost", key, "--audience", "people").told

    assert f"{booked:.2f} in {gone['work_date'][:7]} (as booked), {-booked:.2f} in " in told
    assert "; together 0.00, what it comes to now" in told
    assert "the source row is gone; what was booked of it came with:" in told
    assert f"as it landed: time_entry_id={gone['time_entry_id']}" in told


def test_a_closed_figure_is_as_booked_by_the_release_that_closed_it(changed: Changed) -> None:
    ((key, release),) = changed.company.query(
        "select project_month_key, release_id from fct_project_month inner join "
        "ctl_published_snapshot using (entity_code, accounting_period) "
        "where table_name = 'fct_project_month' order by all limit 1"
    )

    found = changed.company.ask(*FIGURE, key, "--json").outcome
    told = changed.company.ask(*FIGURE, key).told

    assert found["closed"]["release_id"] == release
    assert f"this is as release {release} booked it" in told


def test_a_cost_is_hours_at_a_rate_and_the_row_that_landed(changed: Changed) -> None:
    ((key, entry, hours, delivery),) = changed.company.query(
        "select project_cost_key, source_id, hours, delivery_id from fct_project_cost "
        "where adjustment_type is null and rate > 0 and accounting_period = ("
        "select max(accounting_period) from fct_project_cost) "
        "order by source_id, system_name limit 1",
        "people",
    )

    ended = changed.company.ask("explain", "fct_project_cost", key, "--audience", "people")
    found = changed.company.ask(
        "explain", "fct_project_cost", key, "--audience", "people", "--json"
    ).outcome

    assert f"{hours:.2f} hours x cost rate " in ended.told
    assert "approval: " in ended.told
    (source,) = found["sources"]["fct_project_cost.cost_reporting_amount"]
    (landed,) = source["landed"]
    assert landed["row"]["time_entry_id"] == entry
    assert Decimal(landed["row"]["hours"]) == hours
    assert landed["delivery_id"] == delivery
    assert landed["source_files"][0].endswith("time_entries.csv")


def test_finance_sees_an_invoice_line_as_it_landed_but_no_time_entry(changed: Changed) -> None:
    ((billed, line),) = changed.company.query(
        "select billing_event_key, source_id from fct_billing_event order by source_id limit 1"
    )
    ((worked,),) = changed.company.query(
        "select revenue_event_key from fct_revenue_event where source_table = 'time_entries' "
        "and adjustment_type is null order by source_id, system_name limit 1"
    )

    invoice = changed.company.ask("explain", "fct_billing_event", billed).told
    time = changed.company.ask("explain", "fct_revenue_event", worked).told

    assert f"as it landed: invoice_line_id={line}" in invoice
    assert "hours x bill rate" in time
    assert "the source row is for readers of people: --audience people" in time
    assert "as it landed" not in time


def test_a_landing_that_is_gone_is_said(changed: Changed, tmp_path: Path) -> None:
    shutil.copytree(changed.company.folder, tmp_path / "company", symlinks=True)
    company = Company(tmp_path / "company")
    shutil.rmtree(company.folder / "var" / "landing" / "exports" / "invoice_lines")
    ((key,),) = company.query("select min(billing_event_key) from fct_billing_event")

    ended = company.ask("explain", "fct_billing_event", key)

    assert ended.code == 0
    assert "as it landed: can not be shown, " in ended.told


def test_an_amount_that_was_altered_is_named_where_it_does_not_add_up(
    changed: Changed, tmp_path: Path
) -> None:
    shutil.copytree(changed.company.folder, tmp_path / "company", symlinks=True)
    company = Company(tmp_path / "company")
    ((key, entity, period, month),) = company.query(
        "select revenue_event_key, entity_code, accounting_period, revenue_month_key "
        "from fct_revenue_event inner join fct_revenue_month "
        "using (entity_code, accounting_period, project_key, client_key, revenue_method) "
        "where source_table = 'time_entries' and adjustment_type is null order by all limit 1"
    )
    path = company.releases / "current" / "finance.duckdb"
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update fct_revenue_event set revenue_reporting_amount = revenue_reporting_amount + 1 "
            "where revenue_event_key = ?",
            [key],
        )

    row = (f"entity_code={entity}", f"accounting_period={period}")
    ended = company.ask("explain", "portfolio_month", *row)

    assert ended.code == 1
    assert f"fct_revenue_month [{month[:12]}] is " in ended.told
    assert f"fct_revenue_event [{key[:12]}] is " in ended.told
    assert "does not add up: 2 rows of " in ended.told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("dim_date", "1"), "found table 'dim_date', expected one of: fct_project_month"),
        (("fct_forecast_snapshot", "1"), "is not explained: a forecast is a quantile of how it"),
        (("portfolio_balance", "1"), "is not explained: a position is a distance from a target"),
        (("fct_project_month", "zz"), "no row of fct_project_month in release"),
        (("fct_project_month", "colour=red"), "fct_project_month has no 'colour'"),
        (("fct_project_month", "project_code=HV-01"), "rows of fct_project_month are project_code"),
        (("fct_project_cost", "1"), "is not for --audience finance; expected --audience people"),
        (("portfolio_month", "1", "-m", "profit"), "portfolio_month has no 'profit'"),
        (("portfolio_month", "1", "--audience", "all"), "--audience: found 'all', allowed"),
    ],
)
def test_what_can_not_be_explained_is_refused_with_what_can(
    changed: Changed, asked: tuple[str, ...], told: str
) -> None:
    ended = changed.company.ask("explain", *asked)

    assert ended.code == 1
    assert told in ended.told
