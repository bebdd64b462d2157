"""What the fiscal calendar must keep: every day of it is in one period."""

from expectations.suite import no_rows, not_empty

EXPECTATIONS = (
    not_empty("there is a fiscal calendar"),
    no_rows(
        "a period begins on the day after the one before it ended",
        "with followed as (select *, lag(period_end_date) over (partition by entity_code "
        "order by period_start_date) as ended_before_date from {batch}) "
        "select {row}, period_start_date, ended_before_date from followed "
        "where period_start_date <> ended_before_date + 1",
    ),
)
