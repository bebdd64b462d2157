"""Which tables have a gate, and the module that holds it. Importing this is cheap."""

GATES = {
    "portfolio.portfolio_project": "expectations.portfolio_project",
    "portfolio.portfolio_month": "expectations.portfolio_month",
    "portfolio.portfolio_client": "expectations.portfolio_client",
    "portfolio.portfolio_person_week": "expectations.portfolio_person_week",
    "portfolio.portfolio_product": "expectations.portfolio_product",
    "portfolio.portfolio_forecast": "expectations.portfolio_forecast",
    "portfolio.portfolio_plan": "expectations.portfolio_plan",
    "portfolio.portfolio_balance": "expectations.portfolio_balance",
    "marts.dim_gl_account": "expectations.dim_gl_account",
    "marts.ctl_reconciliation": "expectations.ctl_reconciliation",
}
