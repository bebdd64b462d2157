{#- How right each forecaster has been at each horizon, by what was known by each period's end: what the best is
    chosen by. -#}
with

ranged as (
    select * from {{ ref('int_forecasts__ranged') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

forecasts as (
    select
        ranged.measure,
        ranged.class_level,
        ranged.class_code,
        ranged.forecaster,
        ranged.horizon,
        ranged.stated_value as forecast_value,
        ranged.p10_value,
        ranged.p50_value,
        ranged.p80_value,
        ranged.p90_value,
        outcomes.outcome_value,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date
    from outcomes
    inner join ranged on outcomes.forecast_key = ranged.forecast_key
),

{{ forecast_records() }},

listed as (
    select * from records
)

select * from listed
