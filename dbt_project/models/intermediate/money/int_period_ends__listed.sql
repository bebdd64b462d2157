{#- The days on which balances are told: each accounting period's last one, and the as-of day in the
    running period. -#}
with

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

listed as (
    select
        periods.period_code,
        periods.period_start_date,
        least(periods.period_end_date, run.as_of_date) as as_of_date,
        run.as_of_date >= periods.period_end_date as is_over,
        run.as_of_date between periods.period_start_date and periods.period_end_date as is_running,
        {{ days_between('periods.period_start_date', 'least(periods.period_end_date, run.as_of_date)') }} + 1
            as days
    from periods
    inner join run on periods.period_start_date <= run.as_of_date
)

select * from listed
