"""What the bridge from monthly recurring to recognised revenue must keep."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "recognised is monthly recurring revenue and what it differs by",
        "revenue_transaction_amount",
        "(mrr_transaction_amount + part_month_transaction_amount + day_count_transaction_amount "
        "+ price_difference_transaction_amount)",
    ),
)
