"""What is earned and not billed, and what is out at a period's end, is made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.exact import average, exactly, posted
from pipelines.lib.provenance.composition.receivables import AGING, MOVEMENTS
from pipelines.lib.provenance.composition.words import (
    BOOKS,
    CURRENCY,
    ENTITY,
    MONTH,
    PERIOD,
    Beside,
    Measure,
    Measures,
    Parts,
    Rule,
)

WIP, BALANCES = "fct_wip_aging", "fct_contract_balance_rollforward"
STATED = {
    "unbilled_cost": "it is a share of the cost to date of the contract's projects, that of what "
    "is not billed in revenue to date: a price does not say which hours it pays for",
    "loss_allowance": "it is unbilled_loss_share of the row's unbilled amount",
}

# The rows of a contract's age at a period's end, the oldest first.
IN_ORDER = (
    f"over (partition by figure.contract_key, figure.{CURRENCY}, figure.{PERIOD} "
    "order by figure.oldest_service_date"
)


def _unbilled() -> Measure:
    """Return what is left of what was earned, since billings settle what was earned first.

    Nothing is settled of what is newer than the oldest that is left; of that it is what the newer
    leave of the contract's balance.
    """
    contract = ("contract_key", CURRENCY)
    earned = Parts(
        "fct_revenue_event",
        "revenue_transaction_amount",
        contract,
        where=f"not figure.is_oldest and part.{PERIOD} <= figure.{PERIOD} "
        "and part.revenue_transaction_amount > 0 "
        "and part.service_date >= figure.oldest_service_date "
        "and part.service_date < coalesce(figure.newer_date, date '9999-12-31')",
    )
    balance = Parts(
        BALANCES, "closing_position_amount", (*contract, PERIOD), where="figure.is_oldest"
    )
    newer = Parts(
        WIP,
        "unbilled_transaction_amount",
        (*contract, PERIOD),
        sign=-1,
        where="figure.is_oldest and part.wip_aging_key <> figure.wip_aging_key",
    )
    beside = (
        Beside("is_oldest", f"row_number() {IN_ORDER}) = 1"),
        Beside("newer_date", f"lead(figure.oldest_service_date) {IN_ORDER})"),
    )
    return Measure((earned, balance, newer), beside=beside)


def _unbilled_in(books: str) -> Measure:
    """Return a bucket in a currency of the books: all buckets are converted together."""
    amount = "figure.unbilled_transaction_amount"
    own = f"figure.{CURRENCY} = figure.{books}_currency_code"
    until, before = (
        posted(exactly(each, "figure.fx_rate")) for each in ("figure.until", "figure.before")
    )
    rate = Beside(
        "fx_rate",
        "other.fx_rate",
        "fct_fx_rate",
        (
            (CURRENCY, "other.from_currency_code"),
            (f"{books}_currency_code", "other.to_currency_code"),
            PERIOD,
        ),
        "other.fx_rate_type = 'closing'",
    )
    sums = {"until": "current row", "before": "1 preceding"}
    return Measure(
        (Parts(WIP, "unbilled_transaction_amount", ("wip_aging_key",)),),
        rules=(
            Rule(amount, "what is not billed, which is in that currency", own),
            Rule(
                f"{until} - {before}",
                "what is not billed until this age at the closing rate, less that of what is older",
                "figure.fx_rate is not null",
            ),
        ),
        beside=(
            *(
                Beside(
                    name,
                    f"coalesce(sum({amount}) {IN_ORDER} "
                    f"rows between unbounded preceding and {end}), 0)",
                )
                for name, end in sums.items()
            ),
            rate,
        ),
    )


def _working_capital() -> Measures:
    end = "_functional_amount"
    known = Beside("nothing_unbilled", "case when count(*) > 0 then 0 end", BALANCES, MONTH)
    revenue = f"revenue{end}"
    averaged, beside = average(revenue, ENTITY)
    return {
        f"receivable{end}": Measure((Parts(AGING, f"open{end}", MONTH),), unknown_is_zero=True),
        f"receivable_without_tax{end}": Measure(
            (Parts(AGING, f"open_without_tax{end}", MONTH),), unknown_is_zero=True
        ),
        f"unbilled{end}": Measure(
            (Parts(WIP, f"unbilled{end}", MONTH),),
            without_parts="figure.nothing_unbilled",
            beside=(known,),
        ),
        f"credit_sales{end}": Measure(
            (
                Parts(
                    MOVEMENTS,
                    f"invoiced{end}",
                    MONTH,
                    where="part.movement_type = 'invoiced'",
                ),
            ),
            unknown_is_zero=True,
        ),
        revenue: Measure((Parts("fct_revenue_month", revenue, MONTH),), unknown_is_zero=True),
        f"bookings{end}": Measure(
            (Parts("fct_bookings_backlog_month", f"bookings{end}", MONTH),), without_parts="null"
        ),
        f"average_monthly_revenue{end}": Measure(rules=(averaged,), beside=beside),
    }


def working_capital_tables() -> dict[str, Measures]:
    """Return what the tables of what is not billed and of working capital are made of."""
    return {
        WIP: {
            "unbilled_reporting_amount": _unbilled_in("reporting"),
            "unbilled_functional_amount": _unbilled_in("functional"),
            "unbilled_transaction_amount": _unbilled(),
            **{
                f"{name}_{books}_amount": Measure(why=why)
                for books in BOOKS
                for name, why in STATED.items()
            },
        },
        "fct_working_capital_month": _working_capital(),
    }
