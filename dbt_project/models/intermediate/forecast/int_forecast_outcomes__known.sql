{#- What each forecast came to, from the period in which that was known; of a project that was opened again,
    until the period of that, and then what it came to in the end. -#}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
    where not is_running
),

company_forecasts as (
    select * from {{ ref('int_company_forecasts__stated') }}
    where known_period_start_date is not null
),

completed as (
    select * from {{ ref('int_projects__completed') }}
),

origins as (
    select distinct
        project_key,
        origin_date
    from stated
    where origin_date is not null
),

came_to as (
    select
        'cost_at_completion' as measure,
        project_key,
        known_period_start_date,
        known_before_period_start_date,
        cast(cost_at_completion_reporting_amount as decimal(18, 6)) as outcome_value
    from completed
    union all
    select
        'hours_at_completion' as measure,
        project_key,
        known_period_start_date,
        known_before_period_start_date,
        hours_at_completion as outcome_value
    from completed
    union all
    select
        'end_date' as measure,
        completed.project_key,
        completed.known_period_start_date,
        completed.known_before_period_start_date,
        cast(
            {{ days_between('origins.origin_date', 'completed.last_work_date') }} as decimal(18, 6)
        ) as outcome_value
    from completed
    inner join origins on completed.project_key = origins.project_key
),

known as (
    select
        stated.forecast_key,
        stated.cumulative_value,
        stated.stated_ahead_value,
        came_to.known_period_start_date,
        came_to.known_before_period_start_date,
        came_to.outcome_value
    from stated
    inner join came_to
        on
            stated.measure = came_to.measure
            and stated.project_key = came_to.project_key
            and stated.period_start_date < came_to.known_period_start_date
    where came_to.outcome_value is not null
    union all
    select
        stated.forecast_key,
        stated.cumulative_value,
        stated.stated_ahead_value,
        company_forecasts.known_period_start_date,
        cast('9999-12-31' as date) as known_before_period_start_date,
        company_forecasts.outcome_value
    from stated
    inner join company_forecasts
        on
            stated.measure = company_forecasts.measure
            and {{ same('stated', 'company_forecasts', ['entity_code']) }}
            and stated.period_code = company_forecasts.period_code
            and stated.target_period = company_forecasts.target_period
            and stated.forecaster = company_forecasts.forecaster
),

described as (
    select
        {{ surrogate_key(['forecast_key', 'known_period_start_date']) }} as forecast_outcome_key,
        forecast_key,
        known_period_start_date,
        known_before_period_start_date,
        outcome_value,
        cast(
            least({{ exact_quotient('(outcome_value - coalesce(cumulative_value, 0))', 'stated_ahead_value') }}, 1000) as decimal(18, 6)
        ) as outcome_ratio
    from known
)

select * from described
