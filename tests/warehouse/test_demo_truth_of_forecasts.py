"""Forecasts of the generated company: overruns that were planted stand out, and plans answer."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import duckdb
import pytest
from demo_truth import truth
from nightly import Company

from pipelines.lib.releases.release import ReleaseError
from pipelines.lib.what_if import Change, what_if
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


def overruns(company: Company) -> dict[str, bool]:
    """Return whether each client project took a tenth more hours than it was sold with."""
    worked: dict[str, Decimal] = defaultdict(Decimal)
    for (project, _), (hours,) in truth(
        company.folder, "project_months", ("project_id", "period"), ("hours",)
    ).items():
        worked[project] += hours
    budgets = {row["project_id"]: row["budget_hours"] for row in company.rows("projects")}
    return {
        project: worked[project] > Decimal(budget) * Decimal("1.1")
        for project, budget in budgets.items()
        if budget
    }


def test_planted_overruns_are_in_the_tail_above_p80_and_others_are_not(generated: Company) -> None:
    over, beyond = overruns(generated), defaultdict[bool, list[bool]](list)
    for project, is_beyond in generated.query(
        """
        select substr(project_code, 4), sum(hours) > min(p80_value)
        from fct_forecast_snapshot
        inner join dim_project using (project_key)
        inner join fct_project_month using (project_key)
        where measure = 'hours_at_completion' and forecaster = 'managers_own'
            and horizon in ('3', '4-6', '7-9') and dim_project.state = 'closed'
        group by project_code, fct_forecast_snapshot.accounting_period
        """
    ):
        beyond[over[project]].append(is_beyond)

    shares = {each: sum(found) / len(found) for each, found in beyond.items()}
    assert min(len(found) for found in beyond.values()) > 20
    assert shares[True] > 0.4
    assert shares[False] < 0.2


def test_outcomes_are_in_the_interval_as_often_as_it_says(generated: Company) -> None:
    rows = generated.query(
        """
        select measure, horizon, sum(scored_forecasts),
            sum(inside_p10_p90_share * scored_forecasts) / sum(scored_forecasts),
            sum(covered_p10_p90_share * scored_forecasts) / sum(scored_forecasts)
        from fct_forecast_accuracy
        where forecaster = 'published' and record_level = 'company'
            and accounting_period = '2026-05'
            and measure in ('cost_at_completion', 'hours_at_completion', 'end_date')
        group by grouping sets ((measure), (measure, horizon))
        having sum(scored_forecasts) > 200
        """
    )

    # Over all horizons little history makes intervals wide; at one of them 5 points are allowed.
    assert {measure for measure, horizon, *_ in rows if horizon is None} == {
        "cost_at_completion",
        "hours_at_completion",
        "end_date",
    }
    for _, horizon, _, inside, covered in rows:
        allowed = 0.1 if horizon is None else 0.05
        assert inside - allowed <= 0.8 <= covered + allowed


def test_what_if_changes_the_plan_and_nothing_that_is_published(generated: Company) -> None:
    settings = load_settings(generated.folder / "evenkeel.toml")
    planned = "select role, week_start_date, demand_hours from portfolio_plan"
    with duckdb.connect(
        str(generated.folder / "var/warehouse/evenkeel.duckdb"), read_only=True
    ) as warehouse:
        ((offer,), *_) = warehouse.execute(
            "select opportunity_id from marts.fct_planned_work_week "
            "inner join marts.fct_opportunity using (opportunity_key) where is_soft"
        ).fetchall()
    before = {tuple(row) for row in generated.query(planned, "portfolio")}

    weeks = what_if(settings, Change(opportunity=offer, probability=Decimal(1)))

    assert {(week.role, week.week_start_date, week.demand_hours) for week in weeks} == before
    assert all(week.demand_hours_if >= week.demand_hours for week in weeks)
    assert any(week.demand_hours_if > week.demand_hours for week in weeks)
    assert all(
        week.capacity_gap_hours_if - week.capacity_gap_hours
        == week.demand_hours - week.demand_hours_if
        for week in weeks
    )
    assert {tuple(row) for row in generated.query(planned, "portfolio")} == before


def test_what_if_a_project_begins_later_it_asks_for_nothing_before(generated: Company) -> None:
    settings = load_settings(generated.folder / "evenkeel.toml")
    rows = generated.query(
        "select project_code, role, week_start_date, sum(hard_demand_hours) "
        "from fct_planned_work_week inner join dim_project using (project_key) "
        "where not is_soft group by all order by all",
        "portfolio",
    )
    project = rows[0][0]
    weeks_of = {(role, week): hours for code, role, week, hours in rows if code == project}
    start = max(week for _, week in weeks_of) + dt.timedelta(days=7)

    weeks = what_if(settings, Change(project=project, start=start))

    freed = {
        (week.role, week.week_start_date): week.demand_hours - week.demand_hours_if
        for week in weeks
        if week.week_start_date < start and week.demand_hours != week.demand_hours_if
    }
    assert freed == weeks_of
    with pytest.raises(ReleaseError, match="found no project by the code 'NONE'"):
        what_if(settings, Change(project="NONE", start=start))
