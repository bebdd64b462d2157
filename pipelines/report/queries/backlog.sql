select
    entity_code,
    accounting_period,
    revenue_stream,
    opening_backlog_reporting_amount,
    bookings_reporting_amount,
    backlog_judged_anew_reporting_amount,
    backlog_burn_reporting_amount,
    backlog_of_closed_periods_reporting_amount,
    backlog_exchange_difference_reporting_amount,
    closing_backlog_reporting_amount
from fct_bookings_backlog_month
where is_running_period
order by entity_code, revenue_stream
