"""The gate of portfolio_client: one row per client, whole, in one currency, and adding up."""

from expectations.suite import never_null, no_rows, not_empty

EXPECTATIONS = (
    not_empty("there are clients"),
    *never_null(
        "client_key",
        "client_name",
        "reporting_currency_code",
        "project_count",
        "hours",
        "unconverted_rows",
    ),
    no_rows(
        "margin is revenue less cost to serve",
        "select client_key, client_name, gross_margin_recognised_reporting_amount "
        "from {batch} where gross_margin_recognised_reporting_amount "
        "<> project_revenue_reporting_amount + product_revenue_reporting_amount "
        "- cost_to_serve_reporting_amount",
    ),
    no_rows(
        "no client is its own parent",
        "select client_key, client_name from {batch} where parent_client_key = client_key",
        severity="warn",
    ),
    no_rows(
        "every hour has a cost",
        "select client_key, client_name, uncosted_hours from {batch} where uncosted_hours <> 0",
        severity="warn",
    ),
    no_rows(
        "every amount has a price and a rate",
        "select client_key, client_name, unconverted_rows from {batch} where unconverted_rows <> 0",
        severity="warn",
    ),
)
