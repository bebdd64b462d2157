"""The gate of portfolio_month: one row per entity and period, whole, and adding up."""

from expectations.suite import never_null, no_rows, not_empty, unique

EXPECTATIONS = (
    not_empty("there are months"),
    unique("one row per entity and period", "entity_code", "accounting_period"),
    *never_null(
        "portfolio_month_key",
        "entity_code",
        "accounting_period",
        "functional_currency_code",
        "reporting_currency_code",
        "hours",
        "unconverted_rows",
    ),
    no_rows(
        "margin is revenue less cost",
        "select entity_code, accounting_period, gross_margin_recognised_reporting_amount "
        "from {batch} where gross_margin_recognised_reporting_amount "
        "<> project_revenue_reporting_amount + product_revenue_reporting_amount "
        "- cost_reporting_amount",
    ),
    no_rows(
        "what is not billed is not below zero",
        "select entity_code, accounting_period, unbilled_revenue_reporting_amount from {batch} "
        "where unbilled_revenue_reporting_amount < 0",
    ),
    no_rows(
        "nothing is at risk where no project is red",
        "select entity_code, accounting_period, red_projects, at_risk_backlog_functional_amount, "
        "at_risk_backlog_reporting_amount from {batch} where red_projects = 0 "
        "and (at_risk_backlog_functional_amount <> 0 or at_risk_backlog_reporting_amount <> 0)",
    ),
    no_rows(
        "every amount has a price and a rate",
        "select entity_code, accounting_period, unconverted_rows from {batch} "
        "where unconverted_rows <> 0",
        severity="warn",
    ),
)
