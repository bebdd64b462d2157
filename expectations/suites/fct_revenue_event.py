"""What a posting of revenue must keep: it leads from what was recognised before to what is now."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "revenue to date is what it was before and the posting",
        "revenue_to_date_amount",
        "(revenue_before_amount + revenue_transaction_amount)",
    ),
)
