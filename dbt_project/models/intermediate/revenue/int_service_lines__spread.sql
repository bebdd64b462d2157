{#- Ratable by day over the access window, inclusive start and exclusive end (metric progress_time);
    the part of a period is its cumulative amount less the one before, each half up to the cent, so
    that the parts sum to the line. -#}
{%- set amounts = {
    'net_amount': 'revenue_transaction_amount',
    'net_functional_amount': 'revenue_functional_amount',
    'net_reporting_amount': 'revenue_reporting_amount',
} -%}
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

-- The part of a service that falls into a period, up to the as-of day.
parts as (
    select
        service_lines.*,
        periods.period_code,
        greatest(service_lines.service_start_date, periods.period_start_date) as part_start_date,
        least(
            service_lines.service_end_date,
            {{ plus_days('least(periods.period_end_date, run.as_of_date)', 1) }}
        ) as part_end_date
    from service_lines
    cross join run
    inner join periods
        on
            service_lines.service_start_date <= least(periods.period_end_date, run.as_of_date)
            and service_lines.service_end_date > periods.period_start_date
            and run.as_of_date >= periods.period_start_date
),

elapsed as (
    select
        parts.*,
        {{ days_between('service_start_date', 'part_start_date') }} as days_before,
        {{ days_between('service_start_date', 'part_end_date') }} as days_until
    from parts
),

spread as (
    select
        system_name,
        invoice_line_id,
        period_code,
        days_until - days_before as service_days,
    {% for amount, revenue in amounts.items() %}
        {{ posted_amount(exact_quotient(amount ~ ' * days_until', 'service_days')) }}
        - {{ posted_amount(exact_quotient(amount ~ ' * days_before', 'service_days')) }}
            as {{ revenue }}{{ ',' if not loop.last }}
    {% endfor %}
    from elapsed
)

select * from spread
