"""What the value of time, margins item by item and what clients bring are made of.

What the words mean is in `words.py`.
"""

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

BOOKS = ("transaction", "functional", "reporting")
WATERFALL = "fct_realization_waterfall"
AGREED_PARTS = (
    "billed_value",
    "billed_unknown",
    "wip_open",
    "write_down",
    "write_off",
    "over_cap_unbillable",
    "reclass_nonbillable",
    "expired_unbilled",
)


def _waterfall() -> dict[str, Measure]:
    """Return the standard value as its parts; a part is found by what became of single hours."""
    found: dict[str, Measure] = {}
    for books in BOOKS:
        end = f"_{books}_amount"
        for whole, parts in {
            "standard_value": ("agreed_value", "rate_discount"),
            "agreed_value": AGREED_PARTS,
        }.items():
            signs = {f"{part}{end}": 1 for part in parts}
            found[f"{whole}{end}"] = of_the_row(WATERFALL, "realization_key", **signs)
        beside = ("rate_discount", "released_value", "cash_collected", "priced_value")
        found |= {f"{name}{end}": Measure() for name in (*AGREED_PARTS, *beside)}
    hours = ("billable_hours", "billed_hours", "unpriced_hours", "unlisted_hours")
    return found | {name: Measure() for name in hours}


BILLED_TO_RECOGNISED = (
    "gross_margin_billed",
    "change_in_wip",
    "change_in_deferred",
    "cost_rate_variance",
    "billed_to_recognised_fx",
    "billed_to_recognised_prior_period",
    "billed_to_recognised_other",
)
RECOGNISED_TO_TM = (
    "gross_margin_recognised",
    "unapproved_time",
    "price_difference",
    "cost_other_than_labour",
    "recognised_to_tm_fx",
    "recognised_to_tm_prior_period",
    "recognised_to_tm_other",
)


def _bridge(books: str) -> dict[str, Measure]:
    table, key, end = "fct_margin_bridge", "margin_bridge_key", f"_{books}_amount"
    recognised, by_time = (
        of_the_row(table, key, **{f"{item}{end}": 1 for item in items})
        for items in (BILLED_TO_RECOGNISED, RECOGNISED_TO_TM)
    )
    billed = f"gross_margin_billed{end}"
    items = {*BILLED_TO_RECOGNISED[1:], *RECOGNISED_TO_TM[1:]}
    return {
        f"gross_margin_recognised{end}": recognised,
        f"tm_margin{end}": by_time,
        billed: summed("fct_project_month", billed, *MONTH, "project_key"),
        **{f"{item}{end}": Measure() for item in sorted(items)},
        f"contribution_margin{end}": Measure(),
    }


def _clients(books: str) -> dict[str, Measure]:
    table, key, end = "fct_customer_profitability", "customer_profitability_key", f"_{books}_amount"
    on, months = (*MONTH, "client_key"), "fct_revenue_month"
    revenue, projects, products = (f"{name}revenue{end}" for name in ("", "project_", "product_"))
    cost, billed = f"cost_to_serve{end}", f"billed{end}"
    by_purpose = ("project_key", "product_key", "cost_pool", "cost_class")
    return {
        f"gross_margin_recognised{end}": of_the_row(
            table, key, **{projects: 1, products: 1, cost: -1}
        ),
        projects: summed(months, revenue, *on, where=OF_PROJECTS),
        products: summed(months, revenue, *on, where=OF_PRODUCTS),
        billed: summed("fct_billing_event", billed, *on),
        cost: Measure(
            (
                Parts(
                    "fct_project_cost",
                    f"cost{end}",
                    on,
                    where=COST_OF_PROJECTS,
                    posted_by=by_purpose,
                ),
            )
        ),
    }


def realisation_tables() -> dict[str, Measures]:
    """Return what the tables of realisation, margins and clients are made of."""
    on = (*MONTH, "client_key")
    hours = {name: summed("fct_project_cost", name, *on) for name in ("hours", "uncosted_hours")}
    return {
        WATERFALL: _waterfall(),
        "fct_margin_bridge": each_currency(_bridge),
        "fct_customer_profitability": each_currency(_clients) | hours,
        "portfolio_client": _portfolio_client(),
    }


def _portfolio_client() -> dict[str, Measure]:
    table, key, end = "portfolio_client", "client_key", "_reporting_amount"
    projects, products, cost = (
        f"{name}{end}" for name in ("project_revenue", "product_revenue", "cost_to_serve")
    )
    names = (projects, products, cost, f"billed{end}", "hours", "uncosted_hours")
    sums = {name: summed("fct_customer_profitability", name, key) for name in names}
    margin = of_the_row(table, key, **{projects: 1, products: 1, cost: -1})
    return {
        f"gross_margin_recognised{end}": margin,
        **sums,
        f"recent_revenue{end}": Measure(),
        f"receivable{end}": Measure(),
    }
