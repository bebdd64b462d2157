"""What remaining performance obligations must keep: the bands of time are all that remains."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "what remains is what is expected by when, and what has no date",
        "remaining_amount",
        "(within_1_year_amount + within_2_years_amount + later_amount + without_date_amount)",
    ),
)
