"""What a project's month must keep: margins, variances and what is not billed follow."""

from expectations.suite import in_both, no_rows

EXPECTATIONS = (
    *in_both(
        "recognised margin is revenue less cost",
        "gross_margin_recognised_$_amount",
        "(revenue_$_amount - cost_$_amount)",
    ),
    *in_both(
        "billed margin is billings less cost",
        "gross_margin_billed_$_amount",
        "(billed_$_amount - cost_$_amount)",
    ),
    *in_both(
        "variance at completion is budget less estimate",
        "variance_at_completion_$_amount",
        "(budget_at_completion_$_amount - estimate_at_completion_$_amount)",
    ),
    no_rows(
        "billable hours are part of hours",
        "select {row}, hours, billable_hours from {batch} "
        "where billable_hours > hours or billable_hours < 0",
    ),
)
