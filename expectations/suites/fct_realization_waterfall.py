"""What the waterfall of billable time must keep: each step leads to the next (leakage foots)."""

from expectations.suite import in_both

# In the reporting currency each step is converted for itself, so that cents remain.
EXACT = ("transaction", "functional")
EXPECTATIONS = (
    *in_both(
        "the standard value is the agreed value and the discount",
        "standard_value_$_amount",
        "(agreed_value_$_amount + rate_discount_$_amount)",
        EXACT,
    ),
    *in_both(
        "agreed value is billed, open, written down or off, beyond a maximum, rejected or expired",
        "agreed_value_$_amount",
        "(billed_value_$_amount + billed_unknown_$_amount + wip_open_$_amount "
        "+ write_down_$_amount + write_off_$_amount + over_cap_unbillable_$_amount "
        "+ reclass_nonbillable_$_amount + expired_unbilled_$_amount)",
        EXACT,
    ),
)
