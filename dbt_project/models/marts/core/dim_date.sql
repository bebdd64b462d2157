with

days as (
    {{ all_days('2015-01-01', '2036-12-31') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

described as (
    select
        days.calendar_date,
        cast(extract(year from days.calendar_date) as integer) as calendar_year,
        cast(extract(month from days.calendar_date) as integer) as calendar_month,
        cast({{ dbt.date_trunc('month', 'days.calendar_date') }} as date) as month_start_date,
        {{ week_of('days.calendar_date') }} as week_start_date,
        {{ iso_weekday('days.calendar_date') }} as iso_weekday,
        {{ iso_weekday('days.calendar_date') }} <= 5 as is_weekday,
        periods.period_code,
        periods.fiscal_year,
        periods.fiscal_quarter
    from days
    left join periods
        on days.calendar_date between periods.period_start_date and periods.period_end_date
)

select * from described
