"""The gate of portfolio_person_week: one row per person, week and period, that adds up."""

from expectations.suite import never_null, no_rows, unique

OF_A_WEEK = "person_pseudonym_key, week_start_date, accounting_period"
RECORDED = (
    "billable_hours + client_nonbillable_hours + product_hours + governance_hours "
    "+ presales_hours + internal_hours + bench_hours"
)

EXPECTATIONS = (
    unique(
        "one row per person, week and period",
        "person_pseudonym_key",
        "week_start_date",
        "accounting_period",
    ),
    *never_null(
        "portfolio_person_week_key",
        "person_pseudonym_key",
        "week_start_date",
        "billable_hours",
        "recorded_hours",
    ),
    no_rows(
        "hours by category are the hours recorded",
        f"select {OF_A_WEEK}, recorded_hours from {{batch}} where recorded_hours <> {RECORDED}",
    ),
    no_rows(
        "net capacity is between 0 and gross capacity",
        f"select {OF_A_WEEK}, capacity_gross_hours, capacity_net_hours from {{batch}} "
        "where capacity_net_hours not between 0 and capacity_gross_hours",
        severity="warn",
    ),
    no_rows(
        "nobody has both unrecorded hours and overtime, nor less than none of either",
        f"select {OF_A_WEEK}, unrecorded_hours, overtime_hours from {{batch}} "
        "where unrecorded_hours < 0 or overtime_hours < 0 "
        "or (unrecorded_hours > 0 and overtime_hours > 0)",
    ),
    no_rows(
        "net capacity is what was recorded and what was not, less overtime",
        f"select {OF_A_WEEK}, capacity_net_hours, recorded_hours from {{batch}} "
        "where capacity_net_hours > 0 "
        "and capacity_net_hours <> recorded_hours + unrecorded_hours - overtime_hours",
    ),
    no_rows(
        "the capacity of everybody is known",
        f"select {OF_A_WEEK} from {{batch}} where capacity_gross_hours is null",
        severity="warn",
    ),
    no_rows(
        "nobody is billable for more than they are there for and half as much again",
        f"select {OF_A_WEEK}, utilization_gross from {{batch}} where utilization_gross > 1.5",
        severity="warn",
    ),
)
