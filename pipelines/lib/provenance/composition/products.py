"""What recurring revenue and results of products are made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.words import (
    MONTH,
    OF_PRODUCTS,
    Measure,
    Measures,
    Parts,
    Rule,
    each_currency,
    of_the_row,
    summed,
)

CUSTOMERS, RESULTS = "fct_mrr_customer_month", "fct_product_pnl_month"
LINES = "fct_subscription_line_version"
END = "_arr_reporting_amount"
MOVEMENTS = {"new": 1, "reactivation": 1, "expansion": 1, "contraction": -1, "churn": -1}
IN_FORCE = (
    "part.is_latest_version and part.start_date <= figure.told_for_date "
    "and coalesce(part.end_before_date, date '9999-12-31') > figure.told_for_date"
)


def _yearly(rate: str = "1") -> str:
    exact = (
        "cast(cast(12 * figure.mrr_transaction_amount as decimal(20, 6)) "
        f"* cast({rate} as decimal(18, 9)) as decimal(28, 6))"
    )
    return f"cast(round({exact}, 2) as decimal(18, 2))"


def _lines() -> dict[str, Measure]:
    charge = "cast(figure.charge_transaction_amount * 10000 as hugeint) * 200"
    monthly = Rule(
        f"cast(({charge} + figure.billing_months) // (2 * figure.billing_months) "
        "as decimal(28, 0)) * 0.000001",
        "what is charged for a charge period, by its months",
    )
    return {
        "arr_transaction_amount": Measure(rules=(Rule(_yearly(), "twelve times a month"),)),
        "mrr_transaction_amount": Measure(rules=(monthly,)),
        "charge_transaction_amount": Measure(),
    }


def _customers() -> dict[str, Measure]:
    on = ("entity_code", "client_key", "product_key", "transaction_currency_code")
    mrr = "mrr_transaction_amount"
    converted = Rule(
        _yearly("figure.reporting_fx_rate"),
        "twelve times what is paid a month, at the closing rate",
        "figure.reporting_fx_rate is not null",
    )
    yearly = Rule(_yearly(), "twelve times what is paid a month")
    return {
        "arr_reporting_amount": Measure(rules=(converted,)),
        "arr_transaction_amount": Measure(rules=(yearly,)),
        mrr: summed(LINES, mrr, *on, where=IN_FORCE),
        **{f"{movement}_{mrr}": Measure() for movement in MOVEMENTS},
        **{f"{part}{END}": Measure() for part in ("opening", "moved", "fx")},
    }


def _bridge() -> dict[str, Measure]:
    ends = Parts(CUSTOMERS, "arr_reporting_amount", (*MONTH, "product_family"))
    beside = (f"{movement}_arr_by_current_parent_reporting_amount" for movement in MOVEMENTS)
    return {
        "arr_reporting_amount": Measure((ends,), unknown_is_zero=True),
        f"fx{END}": summed(CUSTOMERS, f"fx{END}", *MONTH, "product_family"),
        **{f"{part}{END}": Measure() for part in (*MOVEMENTS, "opening", "reorg")},
        **{measure: Measure() for measure in beside},
    }


def _costs(books: str) -> dict[str, Measure]:
    measure, on = f"cost_{books}_amount", (*MONTH, "product_key")
    kinds = "'hosting', 'support', 'research'"
    classes = {kind: f"part.cost_class = '{kind}'" for kind in ("hosting", "support", "research")}
    where = classes | {"other": f"part.cost_class not in ({kinds})"}
    bought = {
        kind: Parts("fct_cost_month", measure, on, where=f"{OF_PRODUCTS} and {which}")
        for kind, which in where.items()
    }
    worked = Parts(
        "fct_cost_month",
        measure,
        on,
        where="through.project_type = 'product'",
        through=("dim_project", "project_key"),
    )
    return {
        f"{kind}_cost_{books}_amount": Measure((parts, worked) if kind == "research" else (parts,))
        for kind, parts in bought.items()
    }


def _results(books: str) -> dict[str, Measure]:
    end, on = f"_{books}_amount", (*MONTH, "product_key")
    revenue, costs = f"revenue{end}", _costs(books)
    streams = {
        "subscription": "part.revenue_stream = 'subscription'",
        "usage": "part.revenue_stream = 'usage'",
        "other": "part.revenue_stream not in ('subscription', 'usage')",
    }
    return {
        f"product_margin{end}": of_the_row(
            RESULTS, "product_pnl_month_key", **{revenue: 1}, **dict.fromkeys(costs, -1)
        ),
        revenue: summed("fct_product_month", revenue, *on),
        **{
            f"{stream}_{revenue}": summed(
                "fct_revenue_month", revenue, *on, where=f"{OF_PRODUCTS} and {which}"
            )
            for stream, which in streams.items()
        },
        **costs,
    }


def _recognised() -> dict[str, Measure]:
    table, end = "fct_recurring_revenue_month", "_transaction_amount"
    on = (*MONTH, "product_key", "transaction_currency_code")
    parts = [f"{part}{end}" for part in ("part_month", "day_count")]
    return {
        f"mrr{end}": summed(CUSTOMERS, f"mrr{end}", *on),
        f"revenue{end}": summed(
            "fct_revenue_event",
            f"revenue{end}",
            *on,
            where="part.revenue_stream = 'subscription' and part.project_key is null",
        ),
        **{part: Measure() for part in parts},
        f"price_difference{end}": of_the_row(
            table,
            "recurring_revenue_month_key",
            **{f"revenue{end}": 1, f"mrr{end}": -1},
            **dict.fromkeys(parts, -1),
        ),
    }


def _portfolio() -> dict[str, Measure]:
    table, key, arr = "portfolio_product", "product_key", "arr_reporting_amount"
    recent = {name: f"recent_{name}_reporting_amount" for name in ("revenue", "cost")}
    taken = {f"{movement}{END}": -sign for movement, sign in MOVEMENTS.items()}
    return {
        arr: summed(CUSTOMERS, arr, key, where="part.is_running_period"),
        f"opening{END}": of_the_row(table, key, **{arr: 1}, **taken, **{f"fx{END}": -1}),
        **{f"{part}{END}": Measure() for part in (*MOVEMENTS, "fx")},
        "recent_product_margin_reporting_amount": of_the_row(
            table, key, **{recent["revenue"]: 1, recent["cost"]: -1}
        ),
        **{measure: Measure() for measure in recent.values()},
    }


def product_tables() -> dict[str, Measures]:
    """Return what the tables of products are made of."""
    hours = {name: Measure() for name in ("research_hours", "uncosted_hours")}
    return {
        LINES: _lines(),
        CUSTOMERS: _customers(),
        "fct_arr_bridge_month": _bridge(),
        "fct_recurring_revenue_month": _recognised(),
        RESULTS: each_currency(_results) | hours,
        "portfolio_product": _portfolio(),
    }
