"""What the amounts of projects beside products, hand-offs and governance are made of.

What the words mean is in `composition.py`.
"""

from pipelines.lib.composition import (
    MONTH,
    PERIOD,
    Measure,
    Measures,
    Parts,
    of_the_row,
    summed,
)

BALANCE, GROUP = "fct_balance_project_product", "figure.is_group"
KEY = "balance_project_product_key"
END = "_reporting_amount"
PRODUCT_STREAMS = "part.revenue_stream in ('subscription', 'usage', 'license', 'product')"


def _of_both_levels(table: str, measure: str, where: str = "true", own: str = "") -> Measure:
    """Return what an entity's row sums of a table, and the group's row of its entities."""
    of_entities = f"{GROUP} and not part.is_group"
    return Measure(
        (
            Parts(table, measure, MONTH, where=f"not {GROUP} and {where}"),
            Parts(BALANCE, own or measure, (PERIOD,), where=of_entities),
        )
    )


def _booked(name: str, column: str) -> Measure:
    streams = PRODUCT_STREAMS if name.startswith("product") else f"not {PRODUCT_STREAMS}"
    both = _of_both_levels("fct_bookings_backlog_month", f"{column}{END}", streams, f"{name}{END}")
    return Measure(both.parts, without_parts="null")


def _projects_and_products() -> dict[str, Measure]:
    sides = {"services": "project_revenue", "product": "product_revenue"}
    return {
        **{
            f"{side}_margin{END}": of_the_row(
                BALANCE, KEY, **{f"{revenue}{END}": 1, f"{side}_cost{END}": -1}
            )
            for side, revenue in sides.items()
        },
        f"project_revenue{END}": _of_both_levels(
            "fct_project_month", f"revenue{END}", own=f"project_revenue{END}"
        ),
        f"product_revenue{END}": _of_both_levels(
            "fct_product_month", f"revenue{END}", own=f"product_revenue{END}"
        ),
        **{f"{side}_cost{END}": Measure() for side in (*sides, "other")},
        **{f"{side}_bookings{END}": _booked(f"{side}_bookings", "bookings") for side in sides},
        **{f"{side}_backlog{END}": _booked(f"{side}_backlog", "closing_backlog") for side in sides},
        "client_work_hours": Measure(),
        "product_category_hours": _of_both_levels("fct_project_month", "product_category_hours"),
        "uncosted_hours": _of_both_levels("fct_cost_month", "uncosted_hours"),
    }


def _governance() -> dict[str, Measure]:
    on = (PERIOD, "project_key")
    return {
        f"cost{END}": summed("fct_project_month", f"cost{END}", *on),
        f"governance_cost{END}": Measure(),
        "governance_category_hours": summed("fct_project_month", "governance_category_hours", *on),
        "worked_hours": Measure(
            (
                Parts("fct_project_month", "hours", on),
                Parts("fct_project_month", "leave_category_hours", on, sign=-1),
            )
        ),
    }


def _governance_month() -> dict[str, Measure]:
    projects = "fct_balance_governance"
    names = (f"cost{END}", f"governance_cost{END}", "governance_category_hours", "worked_hours")
    return {
        **{name: summed(projects, name, PERIOD) for name in names},
        f"cost_per_exception{END}": Measure(),
    }


def _partnership() -> dict[str, Measure]:
    return {
        f"adjustments_absolute{END}": Measure(),
        f"adjustments_per_1000_entries{END}": Measure(),
    }


def balance_tables() -> dict[str, Measures]:
    """Return what the tables of balance are made of."""
    return {
        BALANCE: _projects_and_products(),
        "fct_balance_governance": _governance(),
        "fct_balance_governance_month": _governance_month(),
        "fct_balance_partnership": _partnership(),
    }
