"""What revenue, contract balances and single postings are made of; every table is listed here.

What the words mean is in `composition.py`.
"""

from dataclasses import replace

from pipelines.lib.composition import (
    BOOKS,
    MONTH,
    PERIOD,
    Measure,
    Measures,
    Parts,
    Rule,
    each_currency,
    month_tables,
    of_the_row,
    summed,
)
from pipelines.lib.composition_of_projects import project_tables

REVENUE_GRAIN = (
    *MONTH,
    *("project_key", "client_key", "product_key", "revenue_stream", "revenue_method"),
    "functional_currency_code",
)
METHOD_TIMING = (
    "case when part.revenue_method in ('point_in_time', 'as_invoiced') then 'point_in_time' "
    "else 'over_time' end"
)
WITHOUT_WORK = "part.posting_reason <> 'progress'"


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
    events, on = "fct_revenue_event", ("performance_obligation_key", PERIOD)
    revenue = "revenue_transaction_amount"
    until = Parts(events, revenue, on[:1], where=f"part.{PERIOD} <= figure.{PERIOD}")
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


OF_OBLIGATIONS = "part.performance_obligation_key is not null"


def _contract_parts(until: str) -> tuple[Parts, Parts]:
    """Return a contract's revenue events and billing events of the periods that `until` says."""
    earned, period = f"{OF_OBLIGATIONS} and {until}", (PERIOD,)
    return (
        Parts(
            "fct_revenue_event",
            "revenue_transaction_amount",
            ("contract_key",),
            where=earned,
            posted_by=period,
        ),
        Parts(
            "fct_billing_event",
            "billed_contract_amount",
            ("contract_key",),
            where=until,
            posted_by=(*period, "contract_currency_code"),
            sign=-1,
        ),
    )


def _balances() -> dict[str, Measure]:
    table, key = "fct_contract_balance_rollforward", "contract_balance_key"
    earned, billed = _contract_parts(f"part.{PERIOD} = figure.{PERIOD}")
    to_date = _contract_parts(f"part.{PERIOD} <= figure.{PERIOD}")
    before = _contract_parts(f"part.{PERIOD} < figure.{PERIOD}")
    caught_up = replace(earned, where=f"{earned.where} and {WITHOUT_WORK}")
    months = Parts("fct_revenue_po_month", "remaining_amount", ("contract_key", PERIOD))
    opening_liability = Measure(
        (
            Parts(table, "revenue_transaction_amount", (key,)),
            Parts(table, "opening_position_amount", (key,), sign=-1),
        ),
        rules=(
            Rule(
                "greatest(least("
                "figure.revenue_transaction_amount, -figure.opening_position_amount), 0)",
                "the smaller of the period's revenue and the opening liability, never below zero",
            ),
        ),
    )
    return {
        "closing_position_amount": Measure(to_date, unknown_is_zero=True),
        "opening_position_amount": Measure(before, unknown_is_zero=True),
        "revenue_transaction_amount": Measure((earned,), unknown_is_zero=True),
        "billed_transaction_amount": Measure((replace(billed, sign=1),), unknown_is_zero=True),
        "revenue_without_work_amount": Measure((caught_up,), unknown_is_zero=True),
        "revenue_to_date_amount": Measure(to_date[:1], unknown_is_zero=True),
        "billed_to_date_amount": Measure((replace(to_date[1], sign=1),), unknown_is_zero=True),
        "remaining_amount": Measure((months,), without_parts="null"),
        "revenue_from_opening_liability_amount": opening_liability,
        **_sides(table, key, "opening"),
        **_sides(table, key, "closing"),
    }


def _sides(table: str, key: str, moment: str) -> dict[str, Measure]:
    """Return what a position is shown as: two are zero, so that all four add up."""
    position, receivable, asset, liability = (
        f"{moment}_{name}_amount"
        for name in ("position", "unbilled_receivable", "contract_asset", "contract_liability")
    )
    return {
        asset: of_the_row(table, key, **{position: 1, receivable: -1, liability: 1}),
        receivable: of_the_row(table, key, **{position: 1, asset: -1, liability: 1}),
        liability: of_the_row(table, key, **{position: -1, receivable: 1, asset: 1}),
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


_MONTHS, _PROJECTS = month_tables(), project_tables()

COMPOSITION: dict[str, Measures] = {
    **{table: {**_MONTHS.get(table, {}), **of} for table, of in _PROJECTS.items()},
    **{table: of for table, of in _MONTHS.items() if table not in _PROJECTS},
    "fct_revenue_month": _revenue_month(),
    "fct_revenue_disaggregated_month": each_currency(_disaggregated),
    "fct_revenue_po_month": _obligation_month(),
    "fct_contract_balance_rollforward": _balances(),
    "fct_revenue_event": _postings(),
    "fct_project_cost": _costs(),
    "fct_billing_event": _billings(),
}
