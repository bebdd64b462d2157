"""What the amounts of projects beside products, hand-offs and governance are made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.words import (
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
# Whose cost it is, by the project it is of and the product.
SIDES = {
    "services": "part.project_key is not null "
    "and coalesce(through.project_type, '') not in ('product', 'internal')",
    "product": "(through.project_type = 'product' "
    "or (part.project_key is null and part.product_key is not null))",
    "internal": "(through.project_type = 'internal' "
    "or (part.project_key is null and part.product_key is null))",
}


def _of_both_levels(own: str, table: str, *measures: str, side: str = "") -> Measure:
    """Return what an entity's row sums of a table, and the group's row of its entities."""
    where = f"not {GROUP}" + (f" and {SIDES[side]}" if side else "")
    through = ("dim_project", "project_key") if side else None
    of_entities = Parts(BALANCE, own, (PERIOD,), where=f"{GROUP} and not part.is_group")
    of_a_table = (
        Parts(table, measure, MONTH, where=where, through=through) for measure in measures
    )
    return Measure((*of_a_table, of_entities))


def _projects_and_products() -> dict[str, Measure]:
    sides = {"services": "project_revenue", "product": "product_revenue"}
    return {
        **{
            f"{side}_margin{END}": of_the_row(
                BALANCE, KEY, **{f"{revenue}{END}": 1, f"{side}_cost{END}": -1}
            )
            for side, revenue in sides.items()
        },
        **{
            f"{of}_revenue{END}": _of_both_levels(
                f"{of}_revenue{END}", f"fct_{of}_month", f"revenue{END}"
            )
            for of in ("project", "product")
        },
        **{
            f"{side}_cost{END}": _of_both_levels(
                f"{side}_cost{END}", "fct_cost_month", f"cost{END}", side=side
            )
            for side in SIDES
        },
        **{f"{side}_{kept}{END}": Measure() for side in sides for kept in ("bookings", "backlog")},
        f"arr{END}": _of_both_levels(f"arr{END}", "fct_arr_bridge_month", f"arr{END}"),
        "client_work_hours": _of_both_levels(
            "client_work_hours",
            "fct_project_month",
            "delivery_category_hours",
            "governance_category_hours",
        ),
        "product_category_hours": _of_both_levels(
            "product_category_hours", "fct_project_month", "product_category_hours"
        ),
        "uncosted_hours": _of_both_levels("uncosted_hours", "fct_cost_month", "uncosted_hours"),
    }


def _governance() -> dict[str, Measure]:
    on = (PERIOD, "project_key")
    return {
        f"cost{END}": summed("fct_project_month", f"cost{END}", *on),
        f"governance_cost{END}": Measure(),
        **{
            name: summed("fct_project_month", name, *on)
            for name in ("governance_category_hours", "uncosted_hours")
        },
        "worked_hours": Measure(
            (
                Parts("fct_project_month", "hours", on),
                Parts("fct_project_month", "leave_category_hours", on, sign=-1),
            )
        ),
    }


def _governance_month() -> dict[str, Measure]:
    projects = "fct_balance_governance"
    hours = ("governance_category_hours", "uncosted_hours", "worked_hours")
    names = (f"cost{END}", f"governance_cost{END}", *hours)
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
