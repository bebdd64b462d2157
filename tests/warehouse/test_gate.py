"""Every expectation of every gate is fed rows that break it, and names them."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from nightly import Company, Ended

from expectations.results import Candidate, GateRecord
from expectations.tables import GATES

pytestmark = pytest.mark.warehouse

# A copy of one row that breaks every rule between columns, and a row that holds nothing at all.
BROKEN = {
    "portfolio.portfolio_project": """
        * replace (
            'USD' as reporting_currency_code, hours + 1 as billable_hours, 3 as uncosted_hours,
            3 as unconverted_rows,
            revenue_not_billed_reporting_amount + 0.01 as revenue_not_billed_reporting_amount,
            cost_reporting_amount - 0.01 as cost_reporting_amount, 'unknown' as project_type,
            'purple' as rag_state, 'late' as rag_reasons, 1.5 as earned_share,
            5 as budget_at_completion_reporting_amount,
            5 as estimate_at_completion_reporting_amount,
            1 as variance_at_completion_reporting_amount
        )
    """,
    "portfolio.portfolio_month": """
        * replace (cost_reporting_amount - 0.01 as cost_reporting_amount,
            1.5 as services_revenue_share, 3 as unconverted_rows,
            -1 as unbilled_revenue_reporting_amount)
    """,
    "portfolio.portfolio_client": """
        * replace (
            'USD' as reporting_currency_code, 3 as uncosted_hours, 3 as unconverted_rows,
            client_key as parent_client_key, 1.5 as client_concentration_share,
            cost_to_serve_reporting_amount - 0.01 as cost_to_serve_reporting_amount
        )
    """,
    "portfolio.portfolio_person_week": """
        * replace (recorded_hours + 1 as recorded_hours, -1 as unrecorded_hours,
            capacity_gross_hours + 1 as capacity_net_hours, 1.6 as utilization_gross)
    """,
    "portfolio.portfolio_product": """
        * replace (
            'USD' as reporting_currency_code, arr_reporting_amount + 1 as arr_reporting_amount,
            1.5 as grr, 1.0 as nrr, 1.5 as logo_retention, 3 as unconverted_rows,
            recent_cost_reporting_amount - 0.01 as recent_cost_reporting_amount
        )
    """,
    "portfolio.portfolio_forecast": """
        * replace (p90_value + 1 as p10_value, p90_value + 2 as cumulative_value,
            1.5 as scored_covered_p10_p90_share, 'least' as published_reason,
            null as scored_pinball_loss)
    """,
    "portfolio.portfolio_plan": """
        * replace (-1 as hard_demand_hours, 5 as demand_hours, 0 as people,
            capacity_gap_hours + 1 as capacity_gap_hours)
    """,
    "portfolio.portfolio_balance": """
        * replace (null as balance_value, 1 as position_z, 'lost' as balance_state,
            cast(null as date) as outside_since_date, 5 as days_outside, true as is_latest_period,
            5 as measured_effect, 6 as measured_effect_lower, 7 as measured_effect_upper)
    """,
    "marts.dim_gl_account": "* replace ('unmapped' as account_class)",
    "marts.ctl_reconciliation": "* replace ('unexplained' as status)",
}
EMPTY = {
    "there are projects",
    "there are months",
    "there are clients",
    "controls ran",
    "all amounts are in one reporting currency",
}
Judge = Callable[[str], GateRecord]
# The gate's process ends after one candidate; importing its library takes longer than judging.
JUDGES = """
import sys
from expectations.gate import run_gate
from expectations.results import Candidate
for line in sys.stdin:
    candidate = Candidate.model_validate_json(line)
    candidate.record.write_text(run_gate(candidate).model_dump_json(), "utf-8")
    print("judged", flush=True)
"""


@pytest.fixture(scope="module")
def judges() -> Iterator[subprocess.Popen[str]]:
    """A process that judges one candidate after another."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", JUDGES],
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process


@pytest.fixture
def judge(
    first_night: tuple[Company, Ended], tmp_path: Path, judges: subprocess.Popen[str]
) -> Judge:
    """Return a function that changes a copy of the warehouse by SQL and runs the gate on it."""
    company, _ = first_night
    database, output = tmp_path / "evenkeel.duckdb", tmp_path / "gate.json"

    def judged(changes: str) -> GateRecord:
        shutil.copy(company.folder / "var" / "warehouse" / "evenkeel.duckdb", database)
        with duckdb.connect(str(database)) as connection:
            connection.execute(changes)
        candidate = Candidate(database=database, run_id="run", published=(), record=output)
        assert judges.stdin
        assert judges.stdout
        judges.stdin.write(candidate.model_dump_json() + "\n")
        judges.stdin.flush()
        assert judges.stdout.readline() == "judged\n"
        return GateRecord.model_validate_json(output.read_text("utf-8"))

    return judged


def failed(record: GateRecord) -> dict[str, set[str]]:
    return {s.table: {e.name for e in s.expectations if not e.passed} for s in record.suites}


def expected(record: GateRecord) -> dict[str, set[str]]:
    return {s.table: {e.name for e in s.expectations} for s in record.suites}


def test_good_tables_pass_every_expectation_and_their_content_is_recorded(judge: Judge) -> None:
    record = judge("select 1")

    assert record.passed
    assert failed(record) == {table: set() for table in GATES}
    assert set(record.content) == set(GATES)


def test_every_expectation_fails_on_rows_that_break_it(judge: Judge) -> None:
    # Contracts forbid nulls where the tables are built; a table made anew has no constraints.
    record = judge(
        "".join(
            f"""
            create table broken as from {table};
            insert into broken by name select {row} from {table} limit 1;
            insert into broken by name select null as {key};
            drop table {table};
            create table {table} as from broken;
            drop table broken;
            """
            for (table, row), key in zip(
                BROKEN.items(),
                (
                    "project_key",
                    "portfolio_month_key",
                    "client_key",
                    "portfolio_person_week_key",
                    "product_key",
                    "portfolio_forecast_key",
                    "portfolio_plan_key",
                    "portfolio_balance_key",
                    "account_key",
                    "control_id",
                ),
                strict=True,
            )
        )
    )

    assert not record.passed
    rows_must_be_there = EMPTY - {"all amounts are in one reporting currency"}
    every = {table: names - rows_must_be_there for table, names in expected(record).items()}
    assert failed(record) == every


def test_a_failed_expectation_names_the_rows(judge: Judge) -> None:
    record = judge(
        "update portfolio.portfolio_project set cost_reporting_amount = cost_reporting_amount + 1 "
        "where project_code = 'HV-03'"
    )

    (project,) = [suite for suite in record.suites if suite.table == "portfolio.portfolio_project"]
    (margin,) = [each for each in project.expectations if not each.passed]
    (row,) = margin.failing_rows
    assert margin.name == "margin is revenue less cost"
    assert (row["project_code"], margin.found) == ("HV-03", "1 rows")


def test_an_empty_table_is_refused(judge: Judge) -> None:
    record = judge("".join(f"delete from {table};" for table in GATES))

    assert set().union(*failed(record).values()) == EMPTY
    # A company without a finance system has no accounts, one without a time system no weeks, one
    # without products none of these, one without plans nothing to forecast, and where no period is
    # over no axis has a position.
    assert {suite.table for suite in record.suites if suite.passed} == {
        "marts.dim_gl_account",
        "portfolio.portfolio_balance",
        "portfolio.portfolio_person_week",
        "portfolio.portfolio_product",
        "portfolio.portfolio_forecast",
        "portfolio.portfolio_plan",
    }


def test_a_warning_alone_does_not_refuse(judge: Judge) -> None:
    record = judge("update portfolio.portfolio_project set uncosted_hours = 3")

    assert failed(record)["portfolio.portfolio_project"] == {"every hour has a cost"}
    assert record.passed
