{#- Each forecast with its interval: what there is already, and what it says is ahead times what earlier forecasts
    came to at the level of each quantile; no quantile is less than what is known to be the least. -#}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

corrected as (
    select * from {{ ref('int_forecast_levels__corrected') }}
),

graded as (
    select * from {{ ref('int_forecast_ratios__graded') }}
),

chosen as (
    select
        graded.measure,
        graded.forecaster,
        graded.horizon,
        graded.class_code,
        graded.period_start_date,
        max(graded.class_cases) as class_cases,
        max(graded.all_cases) as all_cases,
    {% for quantile in forecast_quantiles() %}
        max(case when graded.level_number = corrected.{{ quantile }}_level then graded.outcome_ratio end)
            as {{ quantile }}_ratio{{ ',' if not loop.last }}
    {% endfor %}
    from graded
    inner join corrected
        on
            graded.measure = corrected.measure
            and graded.forecaster = corrected.forecaster
            and graded.horizon = corrected.horizon
            and graded.period_start_date = corrected.period_start_date
    group by
        graded.measure,
        graded.forecaster,
        graded.horizon,
        graded.class_code,
        graded.period_start_date
),

ranged as (
    select
        stated.forecast_key,
        stated.measure,
        stated.subject_key,
        stated.project_key,
        stated.entity_code,
        stated.class_level,
        stated.class_code,
        chosen.class_cases,
        chosen.all_cases,
        stated.period_code,
        stated.period_start_date,
        stated.as_of_date,
        stated.is_running,
        stated.target_period,
        stated.horizon,
        stated.origin_date,
        stated.cumulative_value,
        stated.forecaster,
        stated.stated_value,
    {% for quantile in forecast_quantiles() %}
        {%- set reached -%}
            coalesce(stated.cumulative_value, 0)
            + {{ exact_product('stated.stated_ahead_value', 'chosen.' ~ quantile ~ '_ratio') }}
        {%- endset %}
        cast(
            case when stated.least_value > {{ reached }} then stated.least_value else {{ reached }} end
            as decimal(18, 6)
        ) as {{ quantile }}_value{{ ',' if not loop.last }}
    {% endfor %}
    from stated
    inner join chosen
        on
            stated.measure = chosen.measure
            and stated.forecaster = chosen.forecaster
            and stated.horizon = chosen.horizon
            and stated.class_code = chosen.class_code
            and stated.period_start_date = chosen.period_start_date
)

select * from ranged
