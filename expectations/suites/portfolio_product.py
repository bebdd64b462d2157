"""The gate of portfolio_product: one row per product, in one currency, that foots and retains."""

from expectations.suite import never_null, no_rows

EXPECTATIONS = (
    *never_null(
        "product_key",
        "product_name",
        "reporting_currency_code",
        "customers",
        "new_deals",
        "unconverted_rows",
    ),
    no_rows(
        "recurring revenue is what it was and how it moved",
        "select product_key, product_name, arr_reporting_amount from {batch} "
        "where arr_reporting_amount <> opening_arr_reporting_amount "
        "+ new_arr_reporting_amount + reactivation_arr_reporting_amount "
        "+ expansion_arr_reporting_amount - contraction_arr_reporting_amount "
        "- churn_arr_reporting_amount + fx_arr_reporting_amount",
    ),
    no_rows(
        "gross retention is between 0 and 1, and not above net retention",
        "select product_key, product_name, grr, nrr from {batch} "
        "where grr not between 0 and 1 or grr > nrr",
    ),
    no_rows(
        "customers are retained or not",
        "select product_key, product_name, logo_retention from {batch} "
        "where logo_retention not between 0 and 1",
    ),
    no_rows(
        "margin is revenue less cost",
        "select product_key, product_name, recent_product_margin_reporting_amount from {batch} "
        "where recent_product_margin_reporting_amount "
        "<> recent_revenue_reporting_amount - recent_cost_reporting_amount",
    ),
    no_rows(
        "every product has a family",
        "select product_key, product_name from {batch} where product_family is null",
        severity="warn",
    ),
    no_rows(
        "every amount has a price and a rate",
        "select product_key, product_name, unconverted_rows from {batch} "
        "where unconverted_rows <> 0",
        severity="warn",
    ),
)
