"""Tables of a few rows, some of which state one side of a quotient alone, and what metrics say.

What is in such a row does not count: neither hours of a person whose capacity nobody knows nor
revenue of what nobody knows the cost of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Few:
    """A table of a few rows, what all of them have in common, and what metrics come to."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    says: Mapping[str, float | None]
    of_all: Mapping[str, object] = field(default_factory=dict)

    @property
    def query(self) -> dict:
        """The query of the metrics."""
        return {"metric_names": list(self.says)}


MAY = {"accounting_period": "2026-05"}
BRIDGE = tuple(
    f"{name}arr_reporting_amount"
    for name in ("opening_", "new_", "expansion_", "contraction_", "churn_", "fx_", "reorg_", "")
)
EVM = (
    "ev_technique",
    "budget_at_completion_reporting_amount",
    "earned_value_reporting_amount",
    "actual_cost_reporting_amount",
    "eac_budget_reporting_amount",
    "cpi",
)
REVENUE = ("project_revenue_reporting_amount", "product_revenue_reporting_amount")
MARGIN = "gross_margin_recognised_reporting_amount"

FEW = {
    "hours without invoice lines": Few(
        "fct_realization_waterfall",
        ("is_paid_by_time", "billable_hours", "billed_hours"),
        [(True, 10, 9), (True, 20, None), (False, 100, None)],
        {"hours_realization": 0.9},
        {"service_period": "2026-05"},
    ),
    "people of unknown capacity": Few(
        "portfolio_person_week",
        (
            "capacity_gross_hours",
            "capacity_net_hours",
            "billable_hours",
            "productive_hours",
            "recorded_hours",
        ),
        [(50, 40, 20, 4, 30), (None, None, 20, 20, 30)],
        {
            "utilization_gross": 0.4,
            "utilization_net": 0.5,
            "productive_utilization": 0.6,
            "time_capture_rate": 0.75,
            "utilization_paid_mix": 40 / 60,
        },
        MAY,
    ),
    "people of unknown capacity, by name": Few(
        "fct_resource_utilization_week",
        ("capacity_net_hours", "billable_hours"),
        [(40, 20), (None, 20)],
        {"person_utilization_net": 0.5},
        MAY,
    ),
    "a customer that is new and leaves": Few(
        "fct_arr_bridge_month",
        ("accounting_period", *BRIDGE),
        [("2026-01", 100, 100, 0, 0, 0, 0, 0, 200), ("2026-02", 200, 0, 0, 50, 100, 0, 0, 50)],
        {
            "net_arr_retention": 0.5,
            "gross_arr_retention": 0.5,
            "arr_churn_share": 100 / 300,
            "arr_lost_share": 0.5,
        },
    ),
    "a customer that is new and grows": Few(
        "fct_arr_bridge_month",
        ("accounting_period", *BRIDGE),
        [("2026-01", 0, 100, 0, 0, 0, 0, 0, 100), ("2026-02", 100, 0, 20, 0, 0, 0, 0, 120)],
        {"net_arr_retention": 1.2, "gross_arr_retention": 1, "opening_arr": 0},
    ),
    "customers that leave at another rate and family": Few(
        "fct_arr_bridge_month",
        BRIDGE,
        [
            (100, 0, 0, 0, 110, 10, 0, 0),
            (100, 0, 0, 0, 0, 0, -100, 0),
            (0, 0, 0, 0, 30, 0, 100, 70),
        ],
        {
            "net_arr_retention": 70 / 210,
            "gross_arr_retention": 70 / 210,
            "arr_churn_share": 140 / 210,
        },
        MAY,
    ),
    "progress by cost, and cost that is not known": Few(
        "fct_project_evm_period",
        EVM,
        [
            ("weighted_milestones", 100, 40, 50, 110, 0.8),
            ("weighted_milestones", 100, 20, 0, 80, None),
            ("weighted_milestones", 300, 30, None, None, 0.5),
            ("progress_by_cost", 1000, 400, 500, 1100, None),
        ],
        {"tcpi_bac": 140 / 150, "cpi": 1.2, "planned_budget": 1500},
        {**MAY, "evm_level": "project"},
    ),
    "progress by cost alone": Few(
        "fct_project_evm_period",
        EVM,
        [("progress_by_cost", 1000, 400, 500, 1100, None)],
        {"tcpi_bac": None, "cpi": None, "planned_budget": 1000},
        {**MAY, "evm_level": "project"},
    ),
    "value planned that is not known": Few(
        "fct_project_evm_period",
        (
            "planned_value_reporting_amount",
            "earned_value_reporting_amount",
            "schedule_variance_reporting_amount",
        ),
        [(50, 40, -10), (None, 40, None)],
        {"spi": 0.8},
        {**MAY, "evm_level": "project", "spi": 0.8},
    ),
    "cost of entities that is not known": Few(
        "portfolio_month",
        (*REVENUE, MARGIN),
        [(60, 40, 20), (100, 100, None)],
        {"gross_margin_share": 0.2, "services_revenue_share": 160 / 300},
        MAY,
    ),
    "revenue of products that is not known": Few(
        "portfolio_month",
        REVENUE,
        [(60, 40), (100, None)],
        {"services_revenue_share": 0.6},
        MAY,
    ),
    "cost or revenue of projects that is not known": Few(
        "fct_project_month",
        ("revenue_reporting_amount", MARGIN, "hours", "leave_category_hours", "billable_hours"),
        [(100, 20, 14, 4, 5), (100, None, 10, 0, 0), (None, None, 30, 0, 20)],
        {"project_margin_share": 0.2, "effective_revenue_rate": 10, "billable_share_of_hours": 0.5},
        MAY,
    ),
    "work that was not planned": Few(
        "fct_project_month",
        (
            "hours",
            "planned_period_hours",
            "cost_reporting_amount",
            "planned_period_cost_reporting_amount",
            "revenue_reporting_amount",
            "planned_revenue_reporting_amount",
        ),
        [(5, 4, 50, 40, 70, 60), (7, None, 70, None, 90, None), (0, 2, None, 20, None, 30)],
        {"hours_less_plan": -1, "cost_less_plan": 10, "revenue_less_plan": 10},
        MAY,
    ),
    "cost of products that is not known": Few(
        "fct_product_pnl_month",
        ("revenue_reporting_amount", "product_margin_reporting_amount"),
        [(100, 20), (100, None)],
        {"product_margin_share": 0.2},
        MAY,
    ),
    "cost of clients that is not known": Few(
        "fct_customer_profitability",
        (*REVENUE, MARGIN),
        [(60, 40, 20), (100, 0, None)],
        {"client_margin_share": 0.2},
        MAY,
    ),
    "bookings that are not known": Few(
        "fct_bookings_backlog_month",
        ("bookings_reporting_amount", "backlog_burn_reporting_amount"),
        [(10, 20), (None, 40), (50, None)],
        {"book_to_bill": 0.5},
        MAY,
    ),
    "margin, backlog and recurring revenue that are not known": Few(
        "fct_balance_project_product",
        (
            "services_margin_reporting_amount",
            "product_margin_reporting_amount",
            "services_backlog_reporting_amount",
            "arr_reporting_amount",
        ),
        [(30, 10, 40, 20), (None, 50, None, 100), (50, None, 10, None)],
        {"services_margin_share": 0.75, "backlog_vs_arr": 2},
        {**MAY, "is_group": False},
    ),
    "what nobody could dispute": Few(
        "fct_balance_partnership",
        ("hand_off", "judged_items", "disputed_items"),
        [("invoiced_paid", 10, 1), ("submitted_approved", 90, None)],
        {"dispute_rate": 0.1},
        {**MAY, "is_group": False},
    ),
    "cost of governance that is not known": Few(
        "fct_balance_governance",
        ("cost_reporting_amount", "governance_cost_reporting_amount", "uncosted_hours"),
        [(100, 10, 0), (100, None, 5), (200, 90, 5)],
        {"governance_cost_share": 0.1},
        MAY,
    ),
}
