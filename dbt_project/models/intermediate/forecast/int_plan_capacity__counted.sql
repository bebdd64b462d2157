{#- What people of each role are there for in the weeks ahead: a fifth of their weekly hours on each working day
    on which they are employed, less holidays and the share that the role was on leave in the last year. -#}
with

terms as (
    select * from {{ ref('int_person_terms__dated') }}
    where weekly_hours is not null and role is not null
),

holidays as (
    select * from {{ ref('int_holidays__placed') }}
),

plan_days as (
    select * from {{ ref('int_plan_weeks__listed') }}
),

weeks as (
    select * from {{ ref('fct_resource_utilization_week') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

attended as (
    select
        weeks.role,
        {{ exact_quotient(
            'sum(weeks.capacity_net_hours)', 'sum(weeks.capacity_gross_hours - weeks.holiday_hours)'
        ) }} as attendance_share
    from weeks
    inner join run on {{ plus_days('weeks.week_start_date', 364) }} > run.as_of_date
    group by weeks.role
),

there as (
    select
        terms.person_key,
        terms.role,
        plan_days.week_start_date,
        {{ exact_product('terms.weekly_hours', '0.2') }} as gross_hours,
        {{ exact_product(
            exact_product('terms.weekly_hours', '0.2'), '(1 - coalesce(holidays.day_share, 0))'
        ) }} as hours_there
    from terms
    inner join plan_days
        on
            terms.valid_from <= plan_days.calendar_date
            and terms.valid_before > plan_days.calendar_date
    left join holidays
        on
            {{ same('terms', 'holidays', ['entity_code', 'region']) }}
            and plan_days.calendar_date = holidays.holiday_date
),

counted as (
    select
        there.role,
        there.week_start_date,
        count(distinct there.person_key) as people,
        cast(sum(there.gross_hours) as decimal(18, 6)) as capacity_gross_hours,
        cast(
            {{ exact_product('sum(there.hours_there)', 'coalesce(max(attended.attendance_share), 1)') }}
            as decimal(18, 6)
        ) as capacity_net_hours
    from there
    left join attended on there.role = attended.role
    group by there.role, there.week_start_date
)

select * from counted
