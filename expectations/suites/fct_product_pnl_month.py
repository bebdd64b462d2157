"""What a product's profit and loss must keep: revenue and margin follow from their parts."""

from expectations.suite import in_both

EXPECTATIONS = (
    *in_both(
        "revenue is subscriptions, use and the rest",
        "revenue_$_amount",
        "(subscription_revenue_$_amount + usage_revenue_$_amount + other_revenue_$_amount)",
    ),
    *in_both(
        "margin is revenue less cost",
        "product_margin_$_amount",
        "(revenue_$_amount - hosting_cost_$_amount - support_cost_$_amount "
        "- research_cost_$_amount - other_cost_$_amount)",
    ),
)
