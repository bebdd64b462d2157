"""What earned value must keep: variances and estimates follow from PV, EV, AC and BAC."""

from expectations.suite import in_both

EXPECTATIONS = (
    *in_both(
        "schedule variance is earned less planned value",
        "schedule_variance_$_amount",
        "(earned_value_$_amount - planned_value_$_amount)",
    ),
    *in_both(
        "cost variance is earned value less actual cost",
        "cost_variance_$_amount",
        "(earned_value_$_amount - actual_cost_$_amount)",
    ),
)
