"""What controls compare with the ledger, and the ledger's own lines, are made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.words import (
    ENTITY,
    MONTH,
    PERIOD,
    Beside,
    Measure,
    Measures,
    Parts,
    Rule,
    of_the_row,
)

LINES, CONTROLS = "fct_gl_line", "ctl_reconciliation"
NET = "net_functional_amount"
KEY = "reconciliation_key"
BALANCES = {"unbilled_receivable": 1, "contract_asset": 1, "contract_liability": -1}
ENTRIES = "debits = credits in the period"
REVENUE = "recognised revenue = ledger revenue"
POSITIONS = "contract balances = ledger control accounts"
LABOUR = "payroll = ledger labour cost"
RECEIVABLE = "open invoices = ledger receivable"
LEDGER = (ENTRIES, REVENUE, POSITIONS, LABOUR, RECEIVABLE)
OTHERS = "only what is compared with the ledger is walked back from a control, which is: "


def _is(*checks: str) -> str:
    names = ", ".join(f"'{each}'" for each in checks)
    return f"figure.check_name in ({names})"


def _ledger() -> Measure:
    """Return what the ledger holds of what is compared."""
    ends = f"part.posting_date <= figure.period_end_date and {_is(POSITIONS)}"
    balances = (
        Parts(LINES, NET, (ENTITY, ("subject", "part.account_class")), sign, where)
        for side, sign in BALANCES.items()
        if (where := f"{ends} and part.account_class = '{side}'")
    )
    of_class = "{0} and part.account_class = '{1}'"
    return Measure(
        (
            Parts(LINES, "credit_functional_amount", MONTH, where=_is(ENTRIES)),
            Parts(LINES, NET, MONTH, -1, of_class.format(_is(REVENUE), "revenue")),
            *balances,
            Parts(LINES, NET, MONTH, where=of_class.format(_is(LABOUR), "labour_cost")),
            Parts(
                LINES,
                NET,
                (ENTITY, ("subject", "part.system_name")),
                where=of_class.format(_is(RECEIVABLE), "receivable"),
            ),
        ),
        beside=(
            Beside(
                "period_end_date",
                "max(other.period_end_date)",
                "dim_accounting_period",
                ((PERIOD, "other.period_code"), ENTITY),
            ),
        ),
        only=_is(*LEDGER),
        why=f"{OTHERS}{'; '.join(LEDGER)}",
    )


def _models() -> Measure:
    """Return what is compared with the ledger: of entries, the other side of them."""
    compared = (ENTRIES, REVENUE, POSITIONS)
    balances = (
        Parts(
            "fct_contract_balance_rollforward",
            f"closing_{side}_functional_amount",
            MONTH,
            where=f"{_is(POSITIONS)} and figure.subject = '{side}'",
        )
        for side in BALANCES
    )
    return Measure(
        (
            Parts(LINES, "debit_functional_amount", MONTH, where=_is(ENTRIES)),
            Parts("fct_revenue_month", "revenue_functional_amount", MONTH, where=_is(REVENUE)),
            *balances,
        ),
        only=_is(*compared),
        why=f"{OTHERS}{'; '.join(compared)}",
    )


def ledger_tables() -> dict[str, Measures]:
    """Return what the tables of the ledger are made of."""
    net = Rule(
        "figure.debit_functional_amount - figure.credit_functional_amount",
        "its debit less its credit",
    )
    stated = ("debit_functional_amount", "credit_functional_amount", "transaction_amount")
    return {
        LINES: {
            NET: Measure(rules=(net,)),
            **{name: Measure() for name in stated},
        },
        CONTROLS: {
            "b_value": _ledger(),
            "a_value": _models(),
            "difference": of_the_row(CONTROLS, KEY, a_value=1, b_value=-1),
            "unexplained": of_the_row(CONTROLS, KEY, difference=1, explained=-1),
            "explained": Measure(
                (
                    Parts(
                        "ctl_reconciling_item",
                        "explained_amount",
                        (KEY,),
                        where="part.cleared_run_id is null",
                    ),
                )
            ),
        },
        "ctl_reconciling_item": {"item_amount": Measure(), "explained_amount": Measure()},
    }
