"""The gate of ctl_reconciliation: no control has a difference that nobody explained."""

from expectations.suite import never_null, no_rows, not_empty

EXPECTATIONS = (
    not_empty("controls ran"),
    *never_null("control_id", "check_name", "a_value", "b_value", "status"),
    no_rows(
        "every control reconciles",
        # Only some rows are shown: the largest of each check first, whatever there is most of.
        "select control_id, check_name, entity_code, accounting_period, subject, a_value, "
        "b_value, difference, explained, unexplained from {batch} "
        "where status <> 'reconciled' order by row_number() over ("
        "partition by control_id, check_name "
        "order by abs(unexplained) desc nulls first, reconciliation_key), "
        "control_id, check_name",
    ),
)
