"""What months and projects are made of."""

from pipelines.lib.provenance.composition.words import (
    COST_OF_PROJECTS,
    MONTH,
    OF_PRODUCTS,
    OF_PROJECTS,
    Measure,
    Measures,
    Parts,
    each_currency,
    of_the_row,
    summed,
)

HOURS = ("hours", "billable_hours", "uncosted_hours")


def _margins(table: str, key: str, books: str) -> dict[str, Measure]:
    return {
        f"gross_margin_{basis}_{books}_amount": of_the_row(
            table, key, **{f"{gain}_{books}_amount": 1, f"cost_{books}_amount": -1}
        )
        for basis, gain in (("recognised", "revenue"), ("billed", "billed"))
    }


def _portfolio_month(books: str) -> dict[str, Measure]:
    table, key, end = "portfolio_month", "portfolio_month_key", f"_{books}_amount"
    projects, products = "fct_project_month", "fct_product_month"
    billed = Parts(projects, f"billed{end}", MONTH), Parts(products, f"billed{end}", MONTH)
    signs = {f"project_revenue{end}": 1, f"product_revenue{end}": 1, f"cost{end}": -1}
    return {
        f"gross_margin_recognised{end}": of_the_row(table, key, **signs),
        f"project_revenue{end}": summed(projects, f"revenue{end}", *MONTH),
        f"product_revenue{end}": summed(products, f"revenue{end}", *MONTH),
        f"cost{end}": summed(projects, f"cost{end}", *MONTH),
        f"billed{end}": Measure(billed),
    }


def _portfolio_project() -> dict[str, Measure]:
    table, key = "portfolio_project", "project_key"
    end, months = "_reporting_amount", "fct_project_month"
    revenue = f"revenue{end}"
    sums = {name: summed(months, name, key) for name in (revenue, f"cost{end}", f"billed{end}")}
    margin = of_the_row(table, key, **{revenue: 1, f"cost{end}": -1})
    not_billed = of_the_row(table, key, **{revenue: 1, f"billed{end}": -1})
    hours = {name: summed(months, name, key) for name in HOURS}
    named = {f"gross_margin_recognised{end}": margin, f"revenue_not_billed{end}": not_billed}
    return named | sums | hours


def _project_month(books: str) -> dict[str, Measure]:
    end, on = f"_{books}_amount", (*MONTH, "project_key")
    return {
        **_margins("fct_project_month", "project_month_key", books),
        f"revenue{end}": summed("fct_revenue_month", f"revenue{end}", *on, where=OF_PROJECTS),
        f"cost{end}": summed("fct_cost_month", f"cost{end}", *on, where=COST_OF_PROJECTS),
        f"billed{end}": summed("fct_billing_event", f"billed{end}", *on, where=OF_PROJECTS),
    }


def _project_hours() -> dict[str, Measure]:
    on = (*MONTH, "project_key")
    costs = ("hours", "billable_hours", "approved_hours")
    where = COST_OF_PROJECTS
    worked = {name: summed("fct_project_cost", name, *on, where=where) for name in costs}
    uncosted = summed("fct_cost_month", "uncosted_hours", *on, where=where)
    return {**worked, "uncosted_hours": uncosted}


def _product_month(books: str) -> dict[str, Measure]:
    end, on = f"_{books}_amount", (*MONTH, "product_key")
    return {
        f"revenue{end}": summed("fct_revenue_month", f"revenue{end}", *on, where=OF_PRODUCTS),
        f"billed{end}": summed("fct_billing_event", f"billed{end}", *on, where=OF_PRODUCTS),
    }


def month_tables() -> dict[str, Measures]:
    """Return what the tables of months and projects are made of."""
    hours = {name: summed("fct_project_month", name, *MONTH) for name in HOURS}
    return {
        "portfolio_month": each_currency(_portfolio_month) | hours,
        "portfolio_project": _portfolio_project(),
        "fct_project_month": each_currency(_project_month) | _project_hours(),
        "fct_product_month": each_currency(_product_month)
        | {
            "billed_quantity": summed(
                "fct_billing_event", "quantity", *MONTH, "product_key", where=OF_PRODUCTS
            )
        },
    }
