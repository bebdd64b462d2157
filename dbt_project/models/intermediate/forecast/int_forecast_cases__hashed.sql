{#- One hash of all that the ratios of later forecasts are made of, for each period in which outcomes were
    known: what a build that follows on another compares. -#}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

cases as (
    select
        outcomes.known_period_start_date,
        {{ surrogate_key([
            'outcomes.forecast_outcome_key',
            'stated.measure',
            'stated.forecaster',
            'stated.horizon',
            'stated.class_code',
            'stated.subject_key',
            'outcomes.known_before_period_start_date',
            'outcomes.outcome_ratio',
        ]) }} as case_key
    from outcomes
    inner join stated on outcomes.forecast_key = stated.forecast_key
),

hashed as (
    select
        known_period_start_date,
        {{ hash_of_rows('case_key') }} as cases_hash
    from cases
    group by known_period_start_date
)

select * from hashed
