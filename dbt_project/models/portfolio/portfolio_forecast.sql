{#- The published forecasts of what is open. Of a project there is one only where it was made on the as-of day: of
    what is complete, and of what is to end in the period that ends, nothing is forecast. -#}
with

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

snapshots as (
    select * from {{ ref('fct_forecast_snapshot') }}
    where is_published_forecast
),

projects as (
    select * from {{ ref('dim_project') }}
),

latest as (
    select
        *,
        max(made_on) over (partition by measure, coalesce(project_key, entity_code, '~')) as last_made_on
    from snapshots
),

described as (
    select
        latest.forecast_snapshot_key as portfolio_forecast_key,
        latest.measure,
        latest.project_key,
        projects.project_code,
        projects.project_name,
        latest.entity_code,
        latest.made_on,
        latest.target_period,
        latest.horizon,
        latest.forecaster,
        latest.published_reason,
        latest.class_code,
        latest.class_cases,
        latest.all_cases,
        latest.value_unit,
        latest.cumulative_value,
        latest.forecast_value,
        {% for quantile in forecast_quantiles() %}
            latest.{{ quantile }}_value,
        {% endfor %}
        {% for quantile in forecast_quantiles() %}
            {{ plus_days('latest.origin_date', 'round(latest.' ~ quantile ~ '_value)') }} as {{ quantile }}_date,
        {% endfor %}
        latest.scored_forecasts,
        latest.scored_wape_p50,
        latest.scored_bias_p50,
        latest.scored_pinball_loss,
        latest.compared_forecasters,
        latest.better_forecasters,
        latest.scored_covered_p10_p90_share
    from latest
    cross join run
    left join projects on latest.project_key = projects.project_key
    where
        latest.made_on = latest.last_made_on
        and (latest.project_key is null or latest.made_on = run.as_of_date)
        and coalesce(projects.state, 'open') not in ('closed', 'cancelled')
)

select * from described
