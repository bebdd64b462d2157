"""What a person's week must keep: hours add up to what was recorded, and to capacity."""

from expectations.suite import equal, no_rows

EXPECTATIONS = (
    equal(
        "hours by category are the hours recorded",
        "recorded_hours",
        "(billable_hours + client_nonbillable_hours + product_hours + governance_hours "
        "+ presales_hours + internal_hours + bench_hours)",
    ),
    no_rows(
        "net capacity is gross capacity less holidays and leave, at least nothing",
        "select {row}, capacity_gross_hours, holiday_hours, leave_hours, capacity_net_hours "
        "from {batch} where capacity_net_hours "
        "<> greatest(capacity_gross_hours - holiday_hours - leave_hours, 0)",
    ),
    no_rows(
        "net capacity is what was recorded and what was not, less overtime",
        "select {row}, capacity_net_hours, recorded_hours, unrecorded_hours, overtime_hours "
        "from {batch} where capacity_net_hours > 0 "
        "and capacity_net_hours <> recorded_hours + unrecorded_hours - overtime_hours",
    ),
)
