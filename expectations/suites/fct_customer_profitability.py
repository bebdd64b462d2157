"""What a client's profitability must keep: margin follows from revenue and cost to serve."""

from expectations.suite import in_both

EXPECTATIONS = in_both(
    "margin is revenue less cost to serve",
    "gross_margin_recognised_$_amount",
    "(project_revenue_$_amount + product_revenue_$_amount - cost_to_serve_$_amount)",
)
