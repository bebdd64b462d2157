"""What the waterfall of billable time must keep: its steps are all of the standard value.

The agreed value between them is converted for itself, so that in other currencies cents differ.
"""

from expectations.suite import in_both

EXPECTATIONS = in_both(
    "the standard value is billed, open, discounted, written down or off, above a maximum, "
    "rejected or expired",
    "standard_value_$_amount",
    "(billed_value_$_amount + billed_unknown_$_amount + wip_open_$_amount + rate_discount_$_amount "
    "+ write_down_$_amount + write_off_$_amount + over_cap_unbillable_$_amount "
    "+ reclass_nonbillable_$_amount + expired_unbilled_$_amount)",
    ("transaction", "functional", "reporting"),
)
