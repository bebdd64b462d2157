"""What cost by month, labour as it was paid, overhead and variances are made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.words import (
    BOOKS,
    MONTH,
    Measure,
    Measures,
    Parts,
    Rule,
    each_currency,
    of_the_row,
)

OF_LABOUR = "figure.cost_class = 'labour'"
CURRENCIES = ("functional_currency_code", "reporting_currency_code")
STATED = Measure()


def _cost_month() -> Measures:
    on = (*MONTH, "project_key", "product_key", "cost_pool", "cost_class", *CURRENCIES)
    amounts = tuple(f"cost_{books}_amount" for books in reversed(BOOKS))
    sums = {
        name: Measure((Parts("fct_project_cost", name, on),))
        for name in (*amounts, "hours", "uncosted_hours")
    }
    return sums | {"unpaid_hours": STATED} | each_currency(_labour)


def _labour(books: str) -> dict[str, Measure]:
    end = f"_{books}_amount"
    paid = Parts(
        "fct_labour_cost_allocation",
        f"labour_cost_actual{end}",
        (*MONTH, "project_key", *CURRENCIES),
        where=OF_LABOUR,
    )
    rated = Rule(f"figure.cost{end}", "the cost of labour at its rates", OF_LABOUR)
    return {
        f"labour_cost_std{end}": Measure(rules=(rated,)),
        f"labour_cost_actual{end}": Measure((paid,), without_parts="null"),
        f"labour_cost_burdened{end}": STATED,
    }


def _allocation() -> Measures:
    table = "fct_labour_cost_allocation"
    variances = {
        f"rate_variance_{books}_amount": Measure(
            rules=(
                Rule(
                    f"figure.labour_cost_actual_{books}_amount"
                    f" - figure.labour_cost_std_{books}_amount",
                    "what was paid, less what the hours cost at their rates",
                    "figure.hours <> 0",
                ),
            )
        )
        for books in BOOKS
    }
    shared = Measure(
        (Parts(table, "labour_cost_actual_transaction_amount", ("system_name", "payroll_cost_id")),)
    )
    names = [f"labour_cost_{kind}_{books}_amount" for kind in ("actual", "std") for books in BOOKS]
    stated = ("labour_cost_actual_transaction_amount", *names, "hours", "uncosted_hours")
    return {
        **dict.fromkeys(stated, STATED),
        "payroll_transaction_amount": shared,
        **variances,
    }


def _pools() -> Measures:
    over_absorbed = {
        f"over_absorbed_{books}_amount": of_the_row(
            "fct_overhead_pool",
            "overhead_pool_key",
            **{f"applied_{books}_amount": 1, f"pool_cost_{books}_amount": -1},
        )
        for books in reversed(BOOKS)
    }
    names = [f"{kind}_{books}_amount" for kind in ("pool_cost", "applied") for books in BOOKS]
    return {**over_absorbed, **dict.fromkeys(names, STATED)}


def _variances(books: str) -> dict[str, Measure]:
    end = f"_{books}_amount"
    parts = {"volume": "+", "efficiency": "+", "mix": "+", "rate": "-"}
    footed = " ".join(f"{sign} figure.{name}_variance{end}" for name, sign in parts.items())
    total = Rule(f"0 {footed}", "volume, efficiency and mix variance less rate variance")
    stated = (
        *(f"{name}_variance{end}" for name in parts),
        *(f"{plan}_cost{end}" for plan in ("first_planned", "planned")),
        *(f"labour_cost_{kind}{end}" for kind in ("std", "actual")),
    )
    return {f"total_variance{end}": Measure(rules=(total,)), **dict.fromkeys(stated, STATED)}


def cost_tables() -> dict[str, Measures]:
    """Return what the tables of cost are made of."""
    return {
        "fct_cost_month": _cost_month(),
        "fct_labour_cost_allocation": _allocation(),
        "fct_overhead_pool": _pools(),
        "fct_cost_variance": each_currency(_variances) | {"hours": STATED, "planned_hours": STATED},
    }
