{#- Ratable by day over the access window, inclusive start and exclusive end (metric progress_time);
    the part of a period is its cumulative amount less the one before, each half up to the cent, so
    that the parts sum to the line. -#}
with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

service_lines as (
    select
        system_name,
        invoice_line_id,
        service_start_date,
        service_end_date,
        net_amount,
        net_functional_amount,
        net_reporting_amount,
        {{ days_between('service_start_date', 'service_end_date') }} as service_days
    from invoice_lines
    where has_service_window and invoice_state in ('posted', 'paid')
),

elapsed as (
    select
        service_lines.*,
        periods.period_code,
        {{ days_between('service_lines.service_start_date', 'greatest(service_lines.service_start_date, periods.period_start_date)') }}
            as days_before,
        {{ days_between('service_lines.service_start_date', 'least(service_lines.service_end_date, ' ~ plus_days('least(periods.period_end_date, run.as_of_date)', 1) ~ ')') }}
            as days_until
    from service_lines
    cross join run
    inner join periods
        on
            service_lines.service_start_date <= least(periods.period_end_date, run.as_of_date)
            and service_lines.service_end_date > periods.period_start_date
            and run.as_of_date >= periods.period_start_date
),

spread as (
    select
        system_name,
        invoice_line_id,
        period_code,
        days_until - days_before as service_days,
        {{ posted_amount(exact_quotient('net_amount * days_until', 'service_days', 6)) }}
        - {{ posted_amount(exact_quotient('net_amount * days_before', 'service_days', 6)) }}
            as revenue_transaction_amount,
        {{ posted_amount(exact_quotient('net_functional_amount * days_until', 'service_days', 6)) }}
        - {{ posted_amount(exact_quotient('net_functional_amount * days_before', 'service_days', 6)) }}
            as revenue_functional_amount,
        {{ posted_amount(exact_quotient('net_reporting_amount * days_until', 'service_days', 6)) }}
        - {{ posted_amount(exact_quotient('net_reporting_amount * days_before', 'service_days', 6)) }}
            as revenue_reporting_amount
    from elapsed
)

select * from spread
