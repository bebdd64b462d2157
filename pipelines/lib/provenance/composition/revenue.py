"""What revenue, contract balances and single postings are made of.

What the words mean is in `words.py`; contract balances are in `contract_balances.py`.
"""

from pipelines.lib.provenance.composition.contract_balances import (
    WITHOUT_WORK,
    balances,
    cost_assets,
)
from pipelines.lib.provenance.composition.words import (
    BOOKS,
    CURRENCY,
    MONTH,
    PERIOD,
    Measure,
    Measures,
    Parts,
    Rule,
    each_currency,
    of_the_row,
    summed,
)

REVENUE_GRAIN = (
    *MONTH,
    *("project_key", "client_key", "product_key", "revenue_stream", "revenue_method"),
    "functional_currency_code",
)
METHOD_TIMING = (
    "case when part.revenue_method in ('point_in_time', 'as_invoiced') then 'point_in_time' "
    "else 'over_time' end"
)


def _disaggregated(books: str) -> dict[str, Measure]:
    currencies = ("functional_currency_code", "reporting_currency_code")
    on = (*MONTH, "revenue_stream", ("region", "through.region"), *currencies)
    clients = ("dim_customer", "client_key")
    months = Parts(
        "fct_revenue_month",
        f"revenue_{books}_amount",
        (*on, ("revenue_timing", METHOD_TIMING)),
        through=clients,
    )
    events = Parts(
        "fct_revenue_event",
        f"revenue_{books}_amount",
        (*on, "revenue_timing"),
        where=WITHOUT_WORK,
        through=clients,
    )
    return {
        f"revenue_{books}_amount": Measure((months,), unknown_is_zero=True),
        f"revenue_without_work_{books}_amount": Measure((events,), unknown_is_zero=True),
    }


def _obligation_month() -> dict[str, Measure]:
    events, on = "fct_revenue_event", ("performance_obligation_key", CURRENCY, PERIOD)
    revenue = "revenue_transaction_amount"
    until = Parts(events, revenue, on[:2], where=f"part.{PERIOD} <= figure.{PERIOD}")
    key = "revenue_po_month_key"
    remaining = of_the_row(
        "fct_revenue_po_month", key, allocated_amount=1, revenue_to_date_amount=-1
    )
    return {
        revenue: summed(events, revenue, *on),
        "catch_up_transaction_amount": summed(events, revenue, *on, where=WITHOUT_WORK),
        "revenue_to_date_amount": Measure((until,)),
        "remaining_amount": remaining,
        "allocated_amount": Measure(),
        **{
            f"revenue_{books}_amount": summed(events, f"revenue_{books}_amount", *on)
            for books in BOOKS
        },
    }


AS_POSTED = "figure.adjustment_type is null"


def _product(left: str, right: str, places: int) -> str:
    """Return the exact product of two decimals, to 6 places, half up, as the models take it."""
    one, other = f"figure.{left}", f"figure.{right}"
    return (
        f"cast(cast({one} as decimal(20, 6)) * cast({other} as decimal(18, {places})) "
        "as decimal(28, 6))"
    )


def _converted(measure: str, books: str, where: str = "true") -> Rule:
    rate = f"{books}_fx_rate"
    return Rule(
        _product(f"{measure}_transaction_amount", rate, 9),
        f"the amount in its own currency at the exchange rate to the {books} currency",
        f"{AS_POSTED} and figure.{rate} is not null and {where}",
    )


def _costs() -> dict[str, Measure]:
    by_rate = Rule(
        _product("hours", "rate", 6), "hours at the cost rate", f"{AS_POSTED} and figure.rate > 0"
    )
    return {
        **{
            f"cost_{books}_amount": Measure(rules=(_converted("cost", books),))
            for books in reversed(BOOKS)
        },
        "cost_transaction_amount": Measure(rules=(by_rate,)),
        **{name: Measure() for name in ("hours", "billable_hours", "approved_hours")},
        "uncosted_hours": Measure(),
    }


def _billings() -> dict[str, Measure]:
    same = Rule(
        "figure.billed_transaction_amount",
        "the net amount, the contract being in the same currency",
        "figure.contract_currency_code = figure.transaction_currency_code",
    )
    return {
        **{
            f"billed_{books}_amount": Measure(rules=(_converted("billed", books),))
            for books in reversed(BOOKS)
        },
        "billed_transaction_amount": Measure(),
        "billed_contract_amount": Measure(rules=(same,)),
        "quantity": Measure(),
    }


OF_ROWS = "(figure.source_table = 'time_entries' or figure.revenue_method = 'as_invoiced')"


def _postings() -> dict[str, Measure]:
    worked = Rule(
        _product("quantity", "rate", 6),
        "hours at the bill rate",
        f"{AS_POSTED} and figure.source_table = 'time_entries'",
    )
    advanced = Rule(
        "figure.revenue_to_date_amount - figure.revenue_before_amount",
        "the obligation's revenue to date, less what it was before",
        f"{AS_POSTED} and figure.source_table = 'performance_obligations'",
    )
    return {
        **{
            f"revenue_{books}_amount": Measure(rules=(_converted("revenue", books, OF_ROWS),))
            for books in reversed(BOOKS)
        },
        "revenue_transaction_amount": Measure(rules=(worked, advanced)),
    }


def _revenue_month() -> dict[str, Measure]:
    names = (f"revenue_{books}_amount" for books in reversed(BOOKS))
    return {name: summed("fct_revenue_event", name, *REVENUE_GRAIN) for name in names}


def revenue_tables() -> dict[str, Measures]:
    """Return what the tables of revenue, contract balances and single postings are made of."""
    return {
        "fct_revenue_month": _revenue_month(),
        "fct_revenue_disaggregated_month": each_currency(_disaggregated),
        "fct_revenue_po_month": _obligation_month(),
        "fct_contract_balance_rollforward": balances(),
        "fct_contract_cost_asset": cost_assets(),
        "fct_revenue_event": _postings(),
        "fct_project_cost": _costs(),
        "fct_billing_event": _billings(),
    }
