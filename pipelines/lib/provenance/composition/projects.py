"""What plans, sums to date and forecasts of projects are made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.words import (
    ENTITY,
    MONTH,
    PERIOD,
    Measure,
    Measures,
    Parts,
    each_currency,
    of_the_row,
    summed,
)

MONTHS, KEY = "fct_project_month", "project_month_key"
CATEGORIES = ("delivery", "product", "governance", "presales", "internal", "leave", "bench")
# What the plan, the estimate and the bill rates say of a project; no sum of postings.
STATED_HOURS = (
    "planned_period_hours",
    "planned_cumulative_hours",
    "cumulative_hours",
    "remaining_hours",
)
STATED = (
    *("planned_period_cost", "planned_cost_to_date", "planned_revenue", "planned_revenue_to_date"),
    *("budget_at_completion", "remaining_cost", "estimate_at_completion", "backlog"),
)
FORECASTS = ("budget_at_completion", "estimate_at_completion", "variance_at_completion")
BALANCES = ("backlog", "unbilled_revenue")


def _to_date(measure: str) -> Measure:
    until = f"part.{PERIOD} <= figure.{PERIOD}"
    return Measure(
        (Parts(MONTHS, measure, (ENTITY, "project_key"), where=until),), without_parts="null"
    )


def _month(books: str) -> dict[str, Measure]:
    end = f"_{books}_amount"
    to_date = {"cost": "posted_cost", "revenue": "revenue", "billed": "billed"}
    ahead = of_the_row(
        MONTHS,
        KEY,
        **{
            f"revenue_to_date{end}": 1,
            f"billed_to_date{end}": -1,
            f"billed_ahead{end}": 1,
        },
    )
    behind = of_the_row(
        MONTHS,
        KEY,
        **{
            f"billed_to_date{end}": 1,
            f"revenue_to_date{end}": -1,
            f"unbilled_revenue{end}": 1,
        },
    )
    return {
        **{f"{name}{end}": Measure() for name in STATED},
        **{f"{name}_to_date{end}": _to_date(f"{of}{end}") for of, name in to_date.items()},
        f"unbilled_revenue{end}": ahead,
        f"billed_ahead{end}": behind,
        f"variance_at_completion{end}": of_the_row(
            MONTHS, KEY, **{f"budget_at_completion{end}": 1, f"estimate_at_completion{end}": -1}
        ),
    }


def _portfolio_month(books: str) -> dict[str, Measure]:
    # Of a project of which only one of both is known, neither counts.
    known = f"part.variance_at_completion_{books}_amount is not null"
    names = (f"{name}_{books}_amount" for name in FORECASTS)
    balances = (f"{name}_{books}_amount" for name in BALANCES)
    return {
        **{
            name: Measure((Parts(MONTHS, name, MONTH, where=known),), without_parts="null")
            for name in names
        },
        **{name: summed(MONTHS, name, *MONTH) for name in balances},
        f"at_risk_backlog_{books}_amount": summed(
            MONTHS, f"backlog_{books}_amount", *MONTH, where="part.rag_state = 'red'"
        ),
    }


def _portfolio_project() -> dict[str, Measure]:
    names = (f"{name}_reporting_amount" for name in (*FORECASTS, "backlog"))
    return {
        **{name: Measure() for name in names},
        "price_change_reporting_amount": Measure(),
        "remaining_hours": Measure(),
    }


def _evm_period(books: str) -> dict[str, Measure]:
    table, key, end = "fct_project_evm_period", "project_evm_period_key", f"_{books}_amount"
    stated = ("budget_at_completion", "planned_value", "earned_value", "actual_cost")
    forecasts = ("eac_cpi", "eac_cpi_spi", "eac_bottom_up", "estimate_to_complete")
    row = {
        "schedule_variance": {"earned_value": 1, "planned_value": -1},
        "cost_variance": {"earned_value": 1, "actual_cost": -1},
        "eac_budget": {"actual_cost": 1, "budget_at_completion": 1, "earned_value": -1},
        "variance_at_completion": {
            "budget_at_completion": 1,
            "actual_cost": -1,
            "estimate_to_complete": -1,
        },
    }
    return {
        **{f"{name}{end}": Measure() for name in (*stated, *forecasts)},
        **{
            f"{name}{end}": of_the_row(
                table, key, **{f"{of}{end}": sign for of, sign in signs.items()}
            )
            for name, signs in row.items()
        },
    }


def project_tables() -> dict[str, Measures]:
    """Return what the measures of plans, sums to date and forecasts are made of, by table."""
    hours = (*(f"{name}_category_hours" for name in CATEGORIES), *STATED_HOURS)
    return {
        MONTHS: each_currency(_month) | {name: Measure() for name in hours},
        "portfolio_month": each_currency(_portfolio_month),
        "portfolio_project": _portfolio_project(),
        "fct_project_evm_period": each_currency(_evm_period),
    }
