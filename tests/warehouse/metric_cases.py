"""What metrics must come to: columns of published tables, and sums and quotients of them.

Each case names the table, what metrics are sliced by with the columns that say it, and for each
metric what the table says of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

MONTH, ENTITY, PROJECT, CLIENT = "metric_time__month", "legal_entity", "project", "client"
PERIOD = "cast(accounting_period || '-01' as date)"
YEAR = f"date_trunc('year', {PERIOD})"
BY_ENTITY = {MONTH: PERIOD, ENTITY: "entity_code"}


@dataclass(frozen=True)
class Case:
    """A table of a release's file, and what it says of metrics."""

    table: str
    by: Mapping[str, str]
    says: Mapping[str, str]
    where: str = "true"
    asked: str | None = None
    within: Decimal = Decimal("0.000001")

    @property
    def sql(self) -> str:
        """What the table says, one row for each slice."""
        keys = ", ".join(f"{column} as {name}" for name, column in self.by.items())
        values = ", ".join(f"{said} as {name}" for name, said in self.says.items())
        return f"select {keys}, {values} from {self.table} where {self.where} group by all"

    @property
    def query(self) -> dict:
        """The query of the metrics."""
        return {
            "metric_names": list(self.says),
            "group_by_names": list(self.by),
            "where_constraints": [self.asked] if self.asked else None,
        }


def total(column: str) -> str:
    """A sum, of which a quotient is made exactly enough."""
    return f"sum({column})"


def share(part: str, whole: str) -> str:
    """A quotient of sums, empty where nothing is divided by."""
    return f"sum({part}) / nullif(sum({whole}), 0)"


def reporting(*names: str) -> dict[str, str]:
    """Metrics that are called as their column is, without the currency."""
    return {name: total(f"{name}_reporting_amount") for name in names}


def sums(*names: str) -> dict[str, str]:
    """Metrics that are called as their column is."""
    return {name: total(name) for name in names}


def same(*names: str) -> dict[str, str]:
    """Metrics that a column states, row by row."""
    return {name: f"any_value({name})" for name in names}


# Revenue of each month, of its year until then and of the twelve up to it.
UNTIL_MONTH = f"""(
    select
        {PERIOD} as month,
        sum(project_revenue_reporting_amount + product_revenue_reporting_amount) as revenue,
        sum(revenue) over year_until_now as of_year,
        sum(revenue) over twelve as of_twelve,
        count(*) over twelve as months
    from portfolio.portfolio_month
    group by month
    window
        year_until_now as (partition by date_trunc('year', month) order by month),
        twelve as (order by month rows between 11 preceding and current row)
)"""
PORTFOLIO = {
    "portfolio_month": Case(
        "portfolio.portfolio_month",
        BY_ENTITY,
        {
            "revenue": total("project_revenue_reporting_amount + product_revenue_reporting_amount"),
            "project_cost": total("cost_reporting_amount"),
            **reporting("project_revenue", "product_revenue", "billed", "gross_margin_recognised"),
            **reporting("backlog", "unbilled_revenue", "budget_at_completion"),
            **reporting("estimate_at_completion", "variance_at_completion"),
            **sums("hours", "billable_hours", "uncosted_hours", "red_projects", "green_projects"),
            **same("services_revenue_share"),
            # What finance slices further is the same in all.
            "revenue_recognised": total(
                "project_revenue_reporting_amount + product_revenue_reporting_amount"
            ),
            "revenue_disclosed": total(
                "project_revenue_reporting_amount + product_revenue_reporting_amount"
            ),
        },
    ),
    "portfolio_of_twelve_periods": Case(
        UNTIL_MONTH,
        {MONTH: "month"},
        {"revenue_of_twelve_months": "any_value(case when months = 12 then of_twelve end)"},
    ),
    "portfolio_year_to_date": Case(
        UNTIL_MONTH,
        {MONTH: "month"},
        {"revenue_year_to_date": "any_value(of_year)"},
        asked="{{ TimeDimension('metric_time', 'month') }} <= '2026-06-01'",
    ),
    "portfolio_project": Case(
        "portfolio.portfolio_project",
        {PROJECT: "project_key"},
        {
            **sums("hours", "billable_hours", "uncosted_hours"),
            "project_cost": total("cost_reporting_amount"),
            "project_revenue": total("revenue_reporting_amount"),
            "project_billed": total("billed_reporting_amount"),
            "project_margin_recognised": total("gross_margin_recognised_reporting_amount"),
        },
    ),
    "practices": Case(
        "portfolio.portfolio_project",
        {"project__practice": "practice"},
        {
            "project_revenue": total("revenue_reporting_amount"),
            "project_cost": total("cost_reporting_amount"),
            "project_margin_share": share(
                "gross_margin_recognised_reporting_amount", "revenue_reporting_amount"
            ),
        },
    ),
    "portfolio_client": Case(
        "finance.portfolio_client",
        {CLIENT: "client_key", "client__region": "region"},
        {
            "client_revenue": total(
                "project_revenue_reporting_amount + product_revenue_reporting_amount"
            ),
            "revenue_recognised": total(
                "project_revenue_reporting_amount + product_revenue_reporting_amount"
            ),
            **reporting("cost_to_serve"),
            "client_margin": total("gross_margin_recognised_reporting_amount"),
            "client_margin_share": "any_value(gross_margin_share)",
            "client_billed": total("billed_reporting_amount"),
            "receivables": total("receivable_reporting_amount"),
        },
    ),
    "portfolio_product": Case(
        "portfolio.portfolio_product",
        {"product": "product_key"},
        {"arr": total("arr_reporting_amount")},
    ),
    "portfolio_product_of_twelve_periods": Case(
        "portfolio.portfolio_product",
        {"product": "product_key"},
        {
            "product_result_revenue": total("recent_revenue_reporting_amount"),
            "product_margin": total("recent_product_margin_reporting_amount"),
            "product_margin_share": "any_value(product_margin_share)",
        },
        asked="{{ TimeDimension('metric_time', 'month') }} >= '2025-07-01'",
    ),
    "portfolio_person_week": Case(
        "portfolio.portfolio_person_week",
        {
            MONTH: PERIOD,
            "portfolio_person_week__week_start_date__day": "week_start_date",
            "person_pseudonym": "person_pseudonym_key",
        },
        {
            "utilised_billable_hours": total("billable_hours"),
            **same("capacity_gross_hours", "capacity_net_hours", "recorded_hours"),
            **same("utilization_gross", "utilization_net", "utilization_paid_mix"),
            **same("productive_utilization", "time_capture_rate"),
        },
    ),
    "practices_by_week": Case(
        "portfolio.portfolio_person_week",
        {
            "portfolio_person_week__week_start_date__week": "week_start_date",
            "portfolio_person_week__practice": "practice",
        },
        {
            **sums("bench_hours", "unrecorded_hours", "governance_hours"),
            "utilization_net": share("billable_hours", "capacity_net_hours"),
            "people": "count(distinct person_pseudonym_key)",
        },
    ),
    "portfolio_plan": Case(
        "portfolio.portfolio_plan",
        {"metric_time__day": "week_start_date", "portfolio_plan_week__role": "role"},
        {
            **sums("planned_capacity_hours", "hard_demand_hours", "soft_demand_hours"),
            **sums("capacity_gap_hours"),
            **reporting("weighted_pipeline"),
            **same("planned_load_share"),
        },
    ),
    "portfolio_balance": Case(
        "portfolio.portfolio_balance",
        {MONTH: PERIOD, "portfolio_balance_position__axis": "axis"},
        {
            **same("balance_value", "balance_target"),
            "balance_position_z": "any_value(position_z)",
            "balance_drift_z": "any_value(drift_z)",
            "balance_days_outside": "any_value(days_outside)",
        },
    ),
    "portfolio_forecast": Case(
        "portfolio.portfolio_forecast",
        {
            PROJECT: "project_key",
            ENTITY: "entity_code",
            "portfolio_forecast__measure": "measure",
            "portfolio_forecast__target_period": "target_period",
        },
        {"forecast_value": total("forecast_value"), "forecast_p50": total("p50_value")},
    ),
}
# What movements are of, and what is left of it: reckoned back from the end.
LEFT = "arr_reporting_amount - new_arr_reporting_amount - reactivation_arr_reporting_amount"
LOST = "contraction_arr_reporting_amount + churn_arr_reporting_amount"
BEGAN = f"{LEFT} - expansion_arr_reporting_amount + {LOST}"
RETENTION = {
    "net_arr_retention": share(LEFT, BEGAN),
    "gross_arr_retention": share(f"{LEFT} - expansion_arr_reporting_amount", BEGAN),
    "arr_churn_share": share("churn_arr_reporting_amount", BEGAN),
    "arr_lost_share": share(LOST, BEGAN),
}
# Of projects whose progress is not cost.
JUDGED = "case when ev_technique <> 'progress_by_cost' then {}_reporting_amount end"
BUDGET, EARNED, SPENT = (
    JUDGED.format(each) for each in ("budget_at_completion", "earned_value", "actual_cost")
)
PLANNED = "where planned_period_hours is not null"
HAND_OFF = {MONTH: PERIOD, "balance_partnership_month__hand_off": "hand_off"}
MARTS = {
    "working_capital": Case(
        "finance.fct_working_capital_month",
        BY_ENTITY,
        same(
            "dso_simple", "dso_countback", "dso_gitlab", "wip_days", "debtor_days", "lock_up_days"
        ),
    ),
    "arr_bridge": Case(
        "portfolio.fct_arr_bridge_month",
        {**BY_ENTITY, "arr_bridge_month__product_family": "product_family"},
        {
            **reporting("opening_arr", "new_arr", "reactivation_arr", "expansion_arr"),
            **reporting("contraction_arr", "churn_arr", "fx_arr", "reorg_arr"),
            "closing_arr": total("arr_reporting_amount"),
        },
    ),
    "arr_retention": Case(
        "portfolio.fct_arr_bridge_month",
        {**BY_ENTITY, "arr_bridge_month__product_family": "product_family"},
        RETENTION,
    ),
    "arr_retention_on_average": Case(
        "portfolio.fct_arr_bridge_month", {"metric_time__year": YEAR}, RETENTION
    ),
    "arr": Case(
        "portfolio.fct_arr_bridge_month",
        {**BY_ENTITY, "mrr_customer_month__product_family": "product_family"},
        {"arr": total("arr_reporting_amount"), "mrr": "sum(arr_reporting_amount) / 12"},
    ),
    "retention": Case(
        "portfolio.fct_retention_cohort",
        {
            MONTH: "cast(cohort_period || '-01' as date)",
            "retention_cohort__month_offset": "month_offset",
        },
        same("nrr", "grr", "logo_retention"),
    ),
    "governance": Case(
        "portfolio.fct_balance_governance_month",
        {MONTH: PERIOD},
        {
            **same("governance_load", "control_yield", "on_time_rate", "promises_kept_share"),
        },
    ),
    "governance_of_projects": Case(
        "portfolio.fct_balance_governance",
        {MONTH: PERIOD, PROJECT: "project_key"},
        same("governance_load", "output_completion", "outcome_attainment"),
    ),
    "billings": Case(
        "portfolio.fct_project_month",
        {MONTH: PERIOD, PROJECT: "project_key"},
        # Postings have six places; what is summed of them is rounded to the cent.
        {"billings": total("billed_reporting_amount")},
        where="project_key is not null",
        within=Decimal("0.005"),
    ),
    "project_product": Case(
        "portfolio.fct_balance_project_product",
        {MONTH: PERIOD},
        {
            **same("services_revenue_share", "services_capacity_share", "services_bookings_share"),
            **same("services_backlog_share", "services_margin_share", "backlog_vs_arr"),
        },
        where="is_group",
    ),
    "transition": Case(
        "portfolio.fct_balance_transition_path",
        {MONTH: PERIOD},
        same("planned_product_revenue_share", "product_revenue_share", "transition_gap"),
        where="is_plan_in_force",
    ),
    "hand_offs": Case(
        "portfolio.fct_balance_partnership",
        HAND_OFF,
        {
            **sums("arrived_items", "late_items", "judged_items", "disputed_items"),
            **same("late_share", "first_pass_yield", "dispute_rate"),
            **same("adjustments_per_1000_entries"),
            "hand_off_median_days": "any_value(median_days)",
            "hand_off_p90_days": "any_value(p90_days)",
        },
        where="is_group",
    ),
    "hand_offs_together": Case(
        "portfolio.fct_balance_partnership",
        {MONTH: PERIOD},
        {
            "dispute_rate": share(
                "disputed_items", "case when hand_off = 'invoiced_paid' then judged_items end"
            ),
        },
        where="is_group",
    ),
    "reliability": Case(
        "portfolio.fct_portfolio_reliability",
        BY_ENTITY,
        {
            **sums("active_projects", "completed_projects", "rebaselines", "eac_changes"),
            **same("baseline_churn", "on_time_to_original_share", "on_time_to_current_share"),
            **same("commitment_reliability_share", "eac_volatility"),
        },
    ),
    "forecast_accuracy": Case(
        "portfolio.fct_forecast_accuracy",
        {
            MONTH: PERIOD,
            **{
                f"forecast_accuracy_record__{name}": name
                for name in ("measure", "record_level", "level_code", "forecaster", "horizon")
            },
        },
        {"forecast_wape": "any_value(wape)", "forecast_bias": "any_value(bias)"},
    ),
    "earned_value": Case(
        "portfolio.fct_project_evm_period",
        {MONTH: PERIOD, PROJECT: "project_key"},
        {
            **reporting("planned_value", "earned_value", "actual_cost", "schedule_variance"),
            **reporting("cost_variance", "eac_bottom_up", "estimate_to_complete"),
            "cpi": "case when any_value(cpi) is not null then"
            " sum(earned_value_reporting_amount) / sum(actual_cost_reporting_amount) end",
            "spi": "case when any_value(spi) is not null then"
            " sum(earned_value_reporting_amount) / sum(planned_value_reporting_amount) end",
            "tcpi_bac": "case when any_value(tcpi_bac) is not null then"
            f" sum({BUDGET} - {EARNED}) / sum({BUDGET} - {SPENT}) end",
        },
        where="evm_level = 'project'",
    ),
    "earned_value_of_all": Case(
        "portfolio.fct_project_evm_period",
        {MONTH: PERIOD},
        {
            "cpi": share(EARNED, SPENT),
            "tcpi_bac": f"case when sum({BUDGET} - {SPENT}) > 0 then"
            f" sum({BUDGET} - {EARNED}) / sum({BUDGET} - {SPENT}) end",
        },
        where="evm_level = 'project'",
    ),
    "plan_and_actual": Case(
        "portfolio.fct_project_month",
        {MONTH: PERIOD},
        {
            "cost_less_plan": f"sum(cost_reporting_amount) filter ({PLANNED})"
            " - sum(planned_period_cost_reporting_amount)",
            "hours_less_plan": f"sum(hours) filter ({PLANNED}) - sum(planned_period_hours)",
            "revenue_less_plan": f"sum(revenue_reporting_amount) filter ({PLANNED})"
            " - sum(planned_revenue_reporting_amount)",
        },
    ),
    "bookings": Case(
        "finance.fct_bookings_backlog_month",
        {**BY_ENTITY, "bookings_backlog_month__revenue_stream": "revenue_stream"},
        {
            **reporting("opening_backlog", "bookings", "backlog_burn", "closing_backlog"),
            "book_to_bill": share("bookings_reporting_amount", "backlog_burn_reporting_amount"),
        },
    ),
    "contract_balances": Case(
        "finance.fct_contract_balance_rollforward",
        {MONTH: PERIOD, "contract": "contract_key"},
        {
            "contract_asset": total("closing_contract_asset_reporting_amount"),
            "contract_liability": total("closing_contract_liability_reporting_amount"),
            "unbilled_receivable": total("closing_unbilled_receivable_reporting_amount"),
            "contract_position": total("closing_position_reporting_amount"),
        },
    ),
    "receivables": Case(
        "finance.fct_ar_aging",
        {MONTH: PERIOD, "ar_aging__age_bucket": "age_bucket"},
        {
            "receivables": total("open_reporting_amount"),
            "disputed_receivables": total("disputed_reporting_amount"),
        },
    ),
    "realization": Case(
        "finance.fct_realization_waterfall",
        {MONTH: "cast(service_period || '-01' as date)", PROJECT: "project_key"},
        {
            **reporting("standard_value", "billed_value", "wip_open", "rate_discount"),
            **reporting("write_down", "write_off", "over_cap_unbillable", "cash_collected"),
            "hours_realization": share("billed_hours", "billable_hours"),
            "collection_realization": share(
                "cash_collected_reporting_amount", "billed_value_reporting_amount"
            ),
        },
    ),
    "realization_of_all": Case(
        "finance.fct_realization_waterfall",
        {MONTH: "cast(service_period || '-01' as date)"},
        {
            "hours_realization": share(
                "billed_hours", "case when is_paid_by_time then billable_hours end"
            ),
        },
        where="not is_billing_assumed",
    ),
    "margin_bridge": Case(
        "finance.fct_margin_bridge",
        BY_ENTITY,
        {
            **reporting("gross_margin_billed", "change_in_wip", "change_in_deferred", "tm_margin"),
            **reporting("billed_to_recognised_other", "price_difference"),
            "gross_margin_bridged": total("gross_margin_recognised_reporting_amount"),
        },
    ),
    "cost": Case(
        "people.fct_cost_month",
        {**BY_ENTITY, "cost_month__cost_class": "cost_class"},
        {
            **reporting("cost", "labour_cost_std", "labour_cost_actual", "labour_cost_burdened"),
            "costed_hours": total("hours"),
        },
    ),
    "cost_variances": Case(
        "people.fct_cost_variance",
        {MONTH: PERIOD, PROJECT: "project_key", "cost_variance_month__role": "role"},
        reporting(
            "volume_variance",
            "efficiency_variance",
            "mix_variance",
            "rate_variance",
            "total_variance",
        ),
    ),
    "utilization_of_recorded": Case(
        "people.fct_resource_utilization_week",
        {
            MONTH: PERIOD,
            "person_week__week_start_date__day": "week_start_date",
            "person": "person_key",
        },
        same("utilization_of_recorded", "leave_hours", "holiday_hours"),
    ),
}
