"""What the revenue of a performance obligation must keep: its price is earned or remains."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "what remains is the allocated price less what was recognised",
        "remaining_amount",
        "(allocated_amount - revenue_to_date_amount)",
    ),
)
