"""What the plan's demand is made of; the words are those of `words.py`.

A forecast is a quantile, not a sum of rows: its n and its record stand beside it.
"""

from pipelines.lib.provenance.composition.words import Measure, Measures, Rule, of_the_row, summed

PLAN, WEEKS, WORK = "portfolio_plan", "fct_pipeline_to_capacity_week", "fct_planned_work_week"
WEEK = ("role", "week_start_date")
DEMAND = ("hard_demand_hours", "soft_demand_hours")
PIPELINE = "weighted_pipeline_reporting_amount"


def _of_week(table: str, key: str) -> dict[str, Measure]:
    return {
        "demand_hours": of_the_row(table, key, **dict.fromkeys(DEMAND, 1)),
        "capacity_gap_hours": of_the_row(
            table, key, planned_capacity_hours=1, **dict.fromkeys(DEMAND, -1)
        ),
    }


def _plan() -> dict[str, Measure]:
    same = (*DEMAND, "planned_capacity_hours", PIPELINE)
    return {
        **_of_week(PLAN, "portfolio_plan_key"),
        **{name: summed(WEEKS, name, *WEEK) for name in same},
    }


def _weeks() -> dict[str, Measure]:
    return {
        **_of_week(WEEKS, "pipeline_to_capacity_week_key"),
        **{name: summed(WORK, name, *WEEK) for name in (*DEMAND, PIPELINE)},
        "planned_capacity_hours": Measure(),
    }


def _work() -> dict[str, Measure]:
    likely = (
        "cast(figure.work_hours as decimal(20, 6)) "
        "* cast(figure.probability_share as decimal(18, 6))"
    )
    hard = Rule("figure.work_hours", "hours of work that is won", "not figure.is_soft")
    soft = Rule(
        f"cast({likely} as decimal(28, 6))",
        "hours of an opportunity times its probability",
        "figure.is_soft",
    )
    return {
        "hard_demand_hours": Measure(rules=(hard,)),
        "soft_demand_hours": Measure(rules=(soft,)),
        "work_hours": Measure(),
        PIPELINE: Measure(),
    }


def forecast_tables() -> dict[str, Measures]:
    """Return what the tables of the plan are made of."""
    return {PLAN: _plan(), WEEKS: _weeks(), WORK: _work()}
