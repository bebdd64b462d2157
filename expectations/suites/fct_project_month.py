"""What a project's month must keep: margins, variances and hours follow from their parts."""

from expectations.suite import equal, in_both, no_rows

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
    # Time may have no category, nor has what is gone in books from before postings had one.
    equal(
        "hours by category are the hours posted",
        "hours",
        "(delivery_category_hours + product_category_hours + governance_category_hours "
        "+ presales_category_hours + internal_category_hours + leave_category_hours "
        "+ bench_category_hours)",
        severity="warn",
    ),
    # What is taken back of a closed month can be more than what a later one worked.
    no_rows(
        "billable hours until a month's end are part of all hours until then",
        "select {row}, hours_to_date, billable_hours_to_date from ("
        "select *, sum(hours) over until_now as hours_to_date, "
        "sum(billable_hours) over until_now as billable_hours_to_date from {batch} "
        "where accounting_period is not null window until_now as ("
        "partition by entity_code, project_key order by accounting_period)) "
        "where billable_hours_to_date > hours_to_date or billable_hours_to_date < 0",
    ),
)
