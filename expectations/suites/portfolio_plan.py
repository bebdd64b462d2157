"""The gate of portfolio_plan: one row per role and week, and a gap that follows from its parts."""

from expectations.suite import never_null, no_rows, unique

OF_A_WEEK = "role, week_start_date"

EXPECTATIONS = (
    unique("one row per role and week", "role", "week_start_date"),
    *never_null("portfolio_plan_key", "role", "week_start_date", "planned_capacity_hours"),
    no_rows(
        "nothing is asked for, or there, below zero",
        f"select {OF_A_WEEK}, hard_demand_hours, soft_demand_hours, planned_capacity_hours "
        "from {batch} where hard_demand_hours < 0 or soft_demand_hours < 0 "
        "or planned_capacity_hours < 0 or weighted_pipeline_reporting_amount < 0",
    ),
    no_rows(
        "demand is hard and soft demand",
        f"select {OF_A_WEEK}, demand_hours from {{batch}} "
        "where demand_hours <> hard_demand_hours + soft_demand_hours",
    ),
    no_rows(
        "the gap is capacity less demand",
        f"select {OF_A_WEEK}, capacity_gap_hours from {{batch}} "
        "where capacity_gap_hours <> planned_capacity_hours - demand_hours",
    ),
    no_rows(
        "somebody has the role that is asked for",
        f"select {OF_A_WEEK}, demand_hours, people from {{batch}} "
        "where demand_hours > 0 and people = 0",
        severity="warn",
    ),
)
