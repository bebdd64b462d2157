{#- The accounting periods of each project: from the first that was planned or cost anything to the running
    one; of a project that is over, to the last that was planned or cost anything. -#}
with

costs as (
    select * from {{ ref('int_costs__grouped') }}
    where project_key is not null
),

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__cumulated') }}
),

books as (
    select * from {{ ref('int_project_books__assigned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

active as (
    select
        project_key,
        accounting_period as period_code
    from costs
    group by project_key, accounting_period
    union
    select
        baselines.project_key,
        planned_periods.period_code
    from baselines
    inner join planned_periods on baselines.baseline_key = planned_periods.baseline_key
),

spans as (
    select
        active.project_key,
        min(periods.period_start_date) as first_day,
        max(periods.period_start_date) as last_day
    from active
    inner join periods on active.period_code = periods.period_code
    group by active.project_key
),

listed as (
    select
        spans.project_key,
        books.entity_code,
        books.functional_currency_code,
        books.reporting_currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_running,
        run.as_of_date = period_ends.as_of_date as is_latest
    from spans
    cross join run
    inner join books on spans.project_key = books.project_key
    inner join period_ends
        on
            spans.first_day <= period_ends.period_start_date
            and (spans.last_day >= period_ends.period_start_date or not books.is_over)
)

select * from listed
