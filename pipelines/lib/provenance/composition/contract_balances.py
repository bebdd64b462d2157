"""What contract balances are made of, in the contract's currency and in those of the books.

What the words mean is in `words.py`.
"""

from dataclasses import replace

from pipelines.lib.provenance.composition.exact import exactly, posted
from pipelines.lib.provenance.composition.words import (
    CURRENCY,
    PERIOD,
    Beside,
    Measure,
    Parts,
    Rule,
    each_currency,
    of_the_row,
)

WITHOUT_WORK = "part.posting_reason <> 'progress'"
OF_OBLIGATIONS = "part.performance_obligation_key is not null"


def _contract_parts(until: str) -> tuple[Parts, Parts]:
    """Return a contract's revenue events and billing events of the periods that `until` says."""
    earned, period = f"{OF_OBLIGATIONS} and {until}", (PERIOD,)
    return (
        Parts(
            "fct_revenue_event",
            "revenue_transaction_amount",
            ("contract_key", CURRENCY),
            where=earned,
            posted_by=period,
        ),
        Parts(
            "fct_billing_event",
            "billed_contract_amount",
            ("contract_key", (CURRENCY, "part.contract_currency_code")),
            where=until,
            posted_by=period,
            sign=-1,
        ),
    )


def balances() -> dict[str, Measure]:
    """Return what a contract's roll-forward is made of, in each currency."""
    table, key = "fct_contract_balance_rollforward", "contract_balance_key"
    earned, billed = _contract_parts(f"part.{PERIOD} = figure.{PERIOD}")
    to_date = _contract_parts(f"part.{PERIOD} <= figure.{PERIOD}")
    before = _contract_parts(f"part.{PERIOD} < figure.{PERIOD}")
    caught_up = replace(earned, where=f"{earned.where} and {WITHOUT_WORK}")
    months = Parts("fct_revenue_po_month", "remaining_amount", ("contract_key", CURRENCY, PERIOD))
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
        **each_currency(_in_books),
    }


def _in_books(books: str) -> dict[str, Measure]:
    """Return the same in a currency of the books; within one currency it is the contract's."""
    table, key, end = "fct_contract_balance_rollforward", "contract_balance_key", f"_{books}_amount"
    period = f"part.{PERIOD} = figure.{PERIOD}"
    foreign = f"figure.{CURRENCY} <> figure.{books}_currency_code"
    earned = Parts(
        "fct_revenue_event",
        f"revenue{end}",
        ("contract_key", CURRENCY),
        where=f"{OF_OBLIGATIONS} and {period} and {foreign}",
        posted_by=(PERIOD,),
    )
    billed = Parts(
        "fct_billing_event",
        f"billed{end}",
        ("contract_key", (CURRENCY, "part.contract_currency_code")),
        where=f"part.billed_contract_amount is not null and {period} and {foreign}",
        posted_by=("billing_event_key",),
    )
    own = f"figure.{CURRENCY} = figure.{books}_currency_code"
    effect = {
        f"closing_position{end}": 1,
        f"opening_position{end}": -1,
        f"revenue{end}": -1,
        f"billed{end}": 1,
    }
    moved = {name: -sign for name, sign in effect.items() if not name.startswith("closing")}
    footed = {**moved, f"fx_effect{end}": 1}
    closing = Measure(
        (
            Parts(table, "closing_position_amount", (key,), where=own),
            *(Parts(table, name, (key,), sign, foreign) for name, sign in footed.items()),
        )
    )
    return {
        f"closing_position{end}": closing,
        f"opening_position{end}": _opening(f"position{end}"),
        **{
            f"opening_{side}{end}": _opening(f"{side}{end}")
            for side in ("unbilled_receivable", "contract_asset", "contract_liability")
        },
        f"fx_effect{end}": of_the_row(table, key, **effect),
        f"revenue{end}": _converted(earned, table, key, own),
        f"billed{end}": _converted(billed, table, key, own),
        **{
            f"closing_{side}{end}": _owed(f"closing_{side}_amount", books, own)
            for side in ("unbilled_receivable", "contract_asset")
        },
        f"closing_contract_liability{end}": of_the_row(
            table,
            key,
            **{
                f"closing_unbilled_receivable{end}": 1,
                f"closing_contract_asset{end}": 1,
                f"closing_position{end}": -1,
            },
        ),
    }


def cost_assets() -> dict[str, Measure]:
    """Return what capitalised cost of contracts is made of."""
    table, key, end = "fct_contract_cost_asset", "contract_cost_asset_key", "_functional_amount"
    closing, opening = f"closing_asset{end}", f"opening_asset{end}"
    added, amortised = f"addition{end}", f"amortisation{end}"
    before = Beside(
        "before",
        f"lag(figure.{closing}, 1, 0) over ("
        f"partition by figure.contract_key, figure.cost_type order by figure.{PERIOD})",
    )
    rule = Rule("figure.before", "what the period before closed with")
    to_date = {added: f"capitalised_to_date{end}", amortised: f"amortised_to_date{end}"}
    until = f"part.{PERIOD} <= figure.{PERIOD}"
    return {
        closing: of_the_row(table, key, **{opening: 1, added: 1, amortised: -1}),
        opening: Measure(rules=(rule,), beside=(before,)),
        **{
            total: Measure((Parts(table, of, ("contract_key", "cost_type"), where=until),))
            for of, total in to_date.items()
        },
        added: Measure(),
        amortised: Measure(),
    }


def _owed(measure: str, books: str, own: str) -> Measure:
    """Return what a client owes in a currency of the books: it stands at the closing rate."""
    rate = f"figure.{books}_fx_rate"
    return Measure(
        (Parts("fct_contract_balance_rollforward", measure, ("contract_balance_key",)),),
        rules=(
            Rule(
                f"figure.{measure}",
                "the amount in the contract's currency, which it is",
                f"{own} or figure.{measure} = 0",
            ),
            Rule(
                posted(exactly(f"figure.{measure}", rate)),
                f"the contract's currency at the closing rate to the {books} currency",
                f"{rate} is not null",
            ),
        ),
    )


def _opening(measure: str) -> Measure:
    before = Beside(
        "before",
        f"lag(figure.closing_{measure}, 1, 0) over ("
        f"partition by figure.contract_key, figure.{CURRENCY} order by figure.{PERIOD})",
    )
    rule = Rule("figure.before", "what the contract's last period before closed with")
    return Measure(rules=(rule,), beside=(before,))


def _converted(foreign: Parts, table: str, key: str, own: str) -> Measure:
    """Return a measure as it was posted, or within one currency as it is in the contract's."""
    name = foreign.measure.split("_", maxsplit=1)[0]
    same = Parts(table, f"{name}_transaction_amount", (key,), where=own)
    return Measure((foreign, same), unknown_is_zero=True)


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
