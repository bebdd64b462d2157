"""What the waterfall of billable time must keep: its steps are all of the standard value."""

from expectations.suite import in_both

BOOKS = ("transaction", "functional", "reporting")

EXPECTATIONS = (
    *in_both(
        "the standard value is the agreed value and the discount",
        "standard_value_$_amount",
        "(agreed_value_$_amount + rate_discount_$_amount)",
        BOOKS,
    ),
    *in_both(
        "the agreed value is billed, open, written down or off, above a maximum, rejected or "
        "expired",
        "agreed_value_$_amount",
        "(billed_value_$_amount + billed_unknown_$_amount + wip_open_$_amount "
        "+ write_down_$_amount + write_off_$_amount + over_cap_unbillable_$_amount "
        "+ reclass_nonbillable_$_amount + expired_unbilled_$_amount)",
        BOOKS,
    ),
)
