"""Plans, milestones and earned value of the generated company are what it knows of itself.

What work packages earn is computed a second time from the exports, as fractions.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from nightly import Company
from test_demo_truth import truth

pytestmark = pytest.mark.warehouse

AS_OF = dt.date(2026, 6, 30)
RUNNING = "2026-06"
Row = Mapping[str, str]


def cents(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def evm(company: Company, columns: str, where: str) -> list[tuple]:
    return company.query(
        f"select substr(project_code, 4), accounting_period, {columns} from fct_project_evm_period "
        f"inner join dim_project using (project_key) where {where} order by all"
    )


def test_plan_and_budget_of_every_project_and_month_are_the_truth(generated: Company) -> None:
    rows = evm(
        generated,
        "budget_at_completion_functional_amount, planned_value_functional_amount",
        "evm_level = 'project'",
    )

    keys, amounts = (
        ("project_id", "period"),
        ("budget_functional_amount", "planned_functional_amount"),
    )
    known = truth(generated.folder, "plan_months", keys, amounts)

    assert len(rows) > 400
    assert {row[:2]: row[2:] for row in rows} == {row[:2]: known[row[:2]] for row in rows}
    first = {
        project: min(period for name, period in known if name == project) for project, _ in known
    }
    assert set(first.items()) <= {row[:2] for row in rows}


def test_before_progress_was_delivered_milestones_earn_what_was_accepted(
    generated: Company,
) -> None:
    rows = evm(
        generated,
        "earned_value_functional_amount",
        "ev_technique = 'weighted_milestones' and evm_level = 'project'",
    )
    known = truth(
        generated.folder, "plan_months", ("project_id", "period"), ("accepted_functional_amount",)
    )

    assert len(rows) > 40
    assert {row[:2]: row[2:] for row in rows} == {row[:2]: known[row[:2]] for row in rows}


def test_milestones_stand_as_they_do_in_truth(generated: Company) -> None:
    """Plans of the first projects were approved before the first month that truth tells of."""
    rows = generated.query(
        "select milestone_id, accounting_period, milestone_state, cast(reached_date as varchar), "
        "cast(accepted_date as varchar), slip_days from fct_milestone_status"
    )
    path = generated.folder / "truth" / "milestone_months.csv"
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]
    known = {
        (milestone, period): (state, reached or None, accepted or None, int(slip) if slip else None)
        for milestone, period, state, reached, accepted, slip in lines
    }
    begins = min(period for _, period in known)
    rows = [row for row in rows if row[1] >= begins]

    assert {row[2] for row in rows} >= {"planned", "accepted"}
    assert len(rows) > 100
    assert {row[:2]: row[2:] for row in rows} == {row[:2]: known[row[:2]] for row in rows}


def progress_of(task: Row) -> Fraction | None:
    """Return the share of its budget that a task has earned; nothing where it follows the plan."""
    technique, share = task["earned_value_technique"], Fraction(task["progress_share"])
    if technique == "level_of_effort":
        return None
    is_done = share == 1 or task["state"] == "done"
    if technique == "0/100" or (technique == "50/50" and is_done):
        return Fraction(int(is_done))
    if technique == "50/50":
        return Fraction(int(share > 0 or task["state"] == "open"), 2)
    return share


def test_work_packages_earn_what_their_technique_says(generated: Company) -> None:
    """Level of effort earns what is planned, so a project's part of it is at most its plan."""
    projects: dict[str, list[Row]] = {}
    for task in generated.rows("tasks"):
        projects.setdefault(task["project_id"], []).append(task)
    rows = evm(
        generated,
        "budget_at_completion_functional_amount, planned_value_functional_amount, "
        "earned_value_functional_amount",
        f"evm_level = 'project' and accounting_period = '{RUNNING}'",
    )

    assert len(rows) > 10
    for project, _, budget, planned, earned in rows:
        tasks = projects[project]
        hours = sum((Fraction(task["budget_hours"]) for task in tasks), Fraction(0))
        parts = [
            (Fraction(task["budget_hours"]) / hours * Fraction(budget), progress_of(task))
            for task in tasks
        ]
        measured = sum((part * share for part, share in parts if share is not None), Fraction(0))
        effort = sum((part for part, share in parts if share is None), Fraction(0))
        # Each package is rounded to the cent.
        least, most = measured, measured + min(effort, Fraction(planned))
        assert least - Fraction(7, 100) <= Fraction(earned) <= most + Fraction(7, 100), project
        if planned == budget:
            assert abs(cents(most) - earned) <= Decimal("0.07"), project


def test_formulas_hold_for_every_row(generated: Company) -> None:
    names = ("budget_at_completion", "planned_value", "earned_value", "actual_cost")
    made = ("eac_cpi", "eac_budget", "eac_cpi_spi", "eac_bottom_up", "variance_at_completion")
    columns = ", ".join(f"{name}_functional_amount" for name in (*names, *made))
    rows = evm(generated, f"{columns}, spi, cpi, spi_t, ev_technique", "evm_level <> 'x'")

    for (
        *key,
        bac,
        pv,
        ev,
        ac,
        cpi_eac,
        budget_eac,
        both_eac,
        bottom_up,
        vac,
        spi,
        cpi,
        _,
        way,
    ) in rows:
        exact = [Fraction(value) for value in (bac, pv, ev, ac)]
        total, plan, earned, cost = exact
        assert budget_eac == ac + bac - ev, key
        if way == "progress_by_cost":
            assert (cpi, cpi_eac, both_eac) == (None, None, None), key
        elif earned > 0 and cost > 0:
            assert cpi_eac == cents(total * cost / earned), key
            assert abs(Fraction(cpi) - earned / cost) < Fraction(1, 10**6), key
            forecast = cost + (total - earned) * cost * plan / earned**2
            assert plan == 0 or abs(both_eac - cents(forecast)) <= Decimal("0.01"), key
        forecast_used = bottom_up if bottom_up is not None else cpi_eac
        assert vac == (None if forecast_used is None else bac - forecast_used), key
        assert spi is None or abs(Fraction(spi) - earned / plan) < Fraction(1, 10**6), key


def test_no_live_project_of_the_company_is_unplanned_or_stale(generated: Company) -> None:
    assert (
        generated.query(
            "select * from ctl_finding where finding_code in ("
            "'project_without_baseline', 'estimate_stale', 'baseline_not_measurable', "
            "'progress_not_measurable', 'task_moved')"
        )
        == []
    )
