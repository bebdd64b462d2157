"""The gate of ctl_reconciliation: no control has a difference that nobody explained."""

import great_expectations.expectations as gxe

from expectations.suite import Expected, Suite, never_null, no_rows

SUITE = Suite(
    table="marts.ctl_reconciliation",
    key=("control_id", "check_name", "subject"),
    expectations=(
        Expected("controls ran", gxe.ExpectTableRowCountToBeBetween(min_value=1)),
        Expected(
            "one row per control and subject",
            gxe.ExpectColumnValuesToBeUnique(column="reconciliation_key"),
        ),
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
    ),
)
