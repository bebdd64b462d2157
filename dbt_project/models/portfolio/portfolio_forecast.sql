with

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
        latest.scored_covered_p10_p90_share
    from latest
    left join projects on latest.project_key = projects.project_key
    where
        latest.made_on = latest.last_made_on
        and coalesce(projects.state, 'open') not in ('closed', 'cancelled')
)

select * from described
