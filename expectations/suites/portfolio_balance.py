"""The gate of portfolio_balance: one row per axis and period, in a state that its figures bear."""

from expectations.suite import never_null, no_rows, unique

NAMED = "select axis, accounting_period, balance_value, position_z, balance_state from {batch} "

EXPECTATIONS = (
    unique("one row per axis and period", "axis", "accounting_period"),
    *never_null(
        "portfolio_balance_key",
        "axis",
        "accounting_period",
        "period_end_date",
        "balance_target",
        "balance_state",
        "balance_state_text",
        "days_outside",
    ),
    no_rows(
        "a position is unknown where its value is, and only there",
        NAMED + "where (balance_state = 'unknown') <> (balance_value is null) "
        "or (position_z is null) <> (balance_value is null)",
    ),
    no_rows(
        "what is outside says since when, and what is inside does not",
        NAMED + "where (balance_state = 'outside' and outside_since_date is null) "
        "or (balance_state in ('inside', 'drifting') and outside_since_date is not null) "
        "or (outside_since_date is null) <> (days_outside = 0)",
    ),
    no_rows(
        "an effect lies in its interval",
        "select axis, accounting_period, measured_effect from {batch} "
        "where measured_effect not between measured_effect_lower and measured_effect_upper",
    ),
    no_rows(
        "every axis has one latest period",
        "select axis, min(accounting_period) as accounting_period from {batch} "
        "group by axis having sum(case when is_latest_period then 1 else 0 end) <> 1",
    ),
)
