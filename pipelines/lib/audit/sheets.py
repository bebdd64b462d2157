"""What an audit pack shows of a period: each sheet's question, its SQL, and its live formulas."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.lib.audit.queries import (
    ADJUSTMENTS,
    AMOUNTS,
    CONTRACTS,
    CONTROL_ROWS,
    COST,
    DRIFT,
    ITEMS,
    LEDGER_CONTROLS,
    OBLIGATIONS,
    OF_PERIOD,
    OVERHEAD,
    POSTINGS,
    PROJECT_COST,
    REVENUE,
    ROLL_FORWARD,
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: what it says, the query of its rows, and which columns are formulas.

    A formula names a cell of its own row `[column]`, or `[sheet.column]`: those cells of another
    sheet whose rows agree with this row in the columns of `joined`. The query gives the same value,
    for readers that do not compute.
    """

    name: str
    says: str
    query: str
    formulas: Mapping[str, str] = field(default_factory=dict[str, str])
    joined: tuple[str, ...] = ()
    # What must be 0 in every row, but for rounding_allowed where there is such a column.
    difference: tuple[str, ...] = ()


def _compared_live(*kinds: str) -> dict[str, str]:
    found = dict[str, str]()
    for kind in kinds:
        found[f"posted_{kind}_amount"] = f"SUM([postings.revenue_{kind}_amount])"
        found[f"{kind}_difference"] = f"ROUND([posted_{kind}_amount]-[published_{kind}_amount],6)"
    return found


SHEETS = (
    Sheet(
        "revenue",
        "Recognised revenue of each entity: its postings, against what fct_revenue_month has, each "
        "of whose rows is rounded once to the cent.",
        REVENUE,
        _compared_live("functional", "reporting"),
        ("entity_code",),
        ("functional_difference", "reporting_difference"),
    ),
    Sheet(
        "contracts",
        "The same by contract and currency, against the contract's row of the roll-forward; "
        "contracts without performance obligations have none.",
        CONTRACTS,
        _compared_live(*AMOUNTS),
        ("entity_code", "contract_key", "transaction_currency_code"),
        tuple(f"{kind}_difference" for kind in AMOUNTS),
    ),
    Sheet(
        "obligations",
        "The same by performance obligation, against fct_revenue_po_month; what has no obligation "
        "has no row there.",
        OBLIGATIONS,
        _compared_live(*AMOUNTS),
        ("entity_code", "performance_obligation_key", "transaction_currency_code"),
        tuple(f"{kind}_difference" for kind in AMOUNTS),
    ),
    Sheet("postings", "Every posting of revenue in the period.", POSTINGS),
    Sheet(
        "roll_forward",
        "Contract balances: opening plus revenue less billings is closing; in the currency of the "
        "books with what exchange rates made.",
        ROLL_FORWARD,
        {
            "computed_closing_amount": "[opening_position_amount]+[revenue_transaction_amount]"
            "-[billed_transaction_amount]",
            "transaction_difference": "ROUND([computed_closing_amount]"
            "-[closing_position_amount],6)",
            "computed_closing_functional_amount": "[opening_position_functional_amount]"
            "+[revenue_functional_amount]-[billed_functional_amount]"
            "+[fx_effect_functional_amount]",
            "functional_difference": "ROUND([computed_closing_functional_amount]"
            "-[closing_position_functional_amount],6)",
        },
        difference=("transaction_difference", "functional_difference"),
    ),
    Sheet(
        "ledger",
        "What is compared with the ledger: debits and credits, payroll, revenue, contract balances "
        "(all of the period) and receivables (as of the release's day). a_value is ours.",
        CONTROL_ROWS.format(which=f"control_id in {LEDGER_CONTROLS} and {OF_PERIOD}"),
        {
            "difference": "ROUND([a_value]-[b_value],9)",
            "explained": "SUM([reconciling_items.explained_amount])",
            "unexplained": "ROUND([difference]-[explained],9)",
        },
        ("reconciliation_key",),
    ),
    Sheet("reconciling_items", "The documents and explanations behind differences.", ITEMS),
    Sheet(
        "adjustments",
        "What was posted in the period for closed periods, and for this period in later ones, with "
        "its cause.",
        ADJUSTMENTS,
    ),
    Sheet(
        "drift",
        "What the period was published with when it closed, plus adjustments, is what it comes to "
        "now. Empty before it was published as closed.",
        DRIFT,
        {
            "difference": "ROUND([published_functional_amount]+[adjustment_functional_amount]"
            "-[computed_functional_amount],6)"
        },
        difference=("difference",),
    ),
    Sheet(
        "controls",
        "Every check of every control for the period, and those that are of no period. Their SQL "
        "is in the folder controls.",
        CONTROL_ROWS.format(which=OF_PERIOD),
        {
            "difference": "ROUND([a_value]-[b_value],9)",
            "unexplained": "ROUND([difference]-[explained],9)",
        },
    ),
    Sheet(
        "cost",
        "Cost of projects of each entity, against what portfolio_month publishes.",
        COST,
        {
            "projects_functional_amount": "SUM([project_cost.cost_functional_amount])",
            "functional_difference": "ROUND([projects_functional_amount]"
            "-[published_functional_amount],6)",
            "projects_reporting_amount": "SUM([project_cost.cost_reporting_amount])",
            "reporting_difference": "ROUND([projects_reporting_amount]"
            "-[published_reporting_amount],6)",
        },
        ("entity_code",),
        ("functional_difference", "reporting_difference"),
    ),
    Sheet("project_cost", "Cost of each project; people's rates are for others.", PROJECT_COST),
    Sheet(
        "overhead",
        "What pools of overhead cost, and what labour bore of them.",
        OVERHEAD,
        {
            "over_absorbed_amount": "[applied_functional_amount]-[pool_cost_functional_amount]",
            "difference": "ROUND([over_absorbed_amount]-[over_absorbed_functional_amount],6)",
        },
        difference=("difference",),
    ),
    Sheet(
        "trail",
        "Where each posting of revenue comes from: the source row, the delivery and its files. "
        "Rows that are for other readers are not shown.",
        "from trail order by revenue_event_key, landed_table, landed_row",
    ),
    Sheet(
        "deliveries",
        "Every delivery that the release was made of, each file with its SHA-256.",
        "from deliveries order by delivery_id, file_name",
    ),
)
