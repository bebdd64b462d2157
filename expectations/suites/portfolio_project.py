"""The gate of portfolio_project: one row per project, whole, in one currency, and adding up."""

from expectations.suite import never_null, no_rows, not_empty

EXPECTATIONS = (
    not_empty("there are projects"),
    *never_null(
        "project_key",
        "project_name",
        "entity_code",
        "project_type",
        "reporting_currency_code",
        "hours",
        "unconverted_rows",
    ),
    no_rows(
        "billable hours are part of hours",
        "select project_key, project_code, hours, billable_hours from {batch} "
        "where billable_hours > hours or billable_hours < 0",
    ),
    no_rows(
        "revenue not billed is revenue less billings",
        "select project_key, project_code, revenue_reporting_amount, billed_reporting_amount, "
        "revenue_not_billed_reporting_amount from {batch} "
        "where revenue_not_billed_reporting_amount "
        "<> revenue_reporting_amount - billed_reporting_amount",
    ),
    no_rows(
        "margin is revenue less cost",
        "select project_key, project_code, revenue_reporting_amount, cost_reporting_amount, "
        "gross_margin_recognised_reporting_amount from {batch} "
        "where gross_margin_recognised_reporting_amount "
        "<> revenue_reporting_amount - cost_reporting_amount",
    ),
    no_rows(
        "the state of a project is one of five, or none where it is over",
        "select project_key, project_code, rag_state from {batch} "
        "where rag_state not in ('red', 'amber', 'green', 'unknown', 'not_started') "
        "or (rag_state is null and state not in ('closed', 'cancelled'))",
    ),
    no_rows(
        "what is red or amber says why, and nothing else does",
        "select project_key, project_code, rag_state, rag_reasons from {batch} "
        "where (coalesce(rag_state, 'none') in ('red', 'amber')) <> (rag_reasons is not null)",
    ),
    no_rows(
        "earned_share is between 0 and 1",
        "select project_key, project_code, earned_share from {batch} "
        "where earned_share not between 0 and 1",
    ),
    no_rows(
        "variance at completion is budget less estimate",
        "select project_key, project_code, budget_at_completion_reporting_amount, "
        "estimate_at_completion_reporting_amount, variance_at_completion_reporting_amount "
        "from {batch} where variance_at_completion_reporting_amount "
        "<> budget_at_completion_reporting_amount - estimate_at_completion_reporting_amount",
    ),
    no_rows(
        "every hour has a cost",
        "select project_key, project_code, uncosted_hours from {batch} where uncosted_hours <> 0",
        severity="warn",
    ),
    no_rows(
        "every amount has a price and a rate",
        "select project_key, project_code, unconverted_rows from {batch} "
        "where unconverted_rows <> 0",
        severity="warn",
    ),
    no_rows(
        "the project is known to its system",
        "select project_key, project_name from {batch} where project_type = 'unknown'",
        severity="warn",
    ),
)
