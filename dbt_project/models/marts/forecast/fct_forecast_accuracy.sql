{#- How right forecasts have been, by what was known by each period's end: of each forecaster, and of what was
    published, which was another one's at other times. -#}
with

snapshots as (
    select * from {{ ref('fct_forecast_snapshot') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

published as (
    select
        forecast_snapshot_key,
        forecaster
    from snapshots
    union all
    select
        forecast_snapshot_key,
        'published' as forecaster
    from snapshots
    where is_published_forecast
),

forecasts as (
    select
        snapshots.measure,
        snapshots.class_level,
        snapshots.class_code,
        published.forecaster,
        snapshots.horizon,
        snapshots.forecast_value,
        snapshots.p10_value,
        snapshots.p50_value,
        snapshots.p80_value,
        snapshots.p90_value,
        outcomes.outcome_value,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date
    from outcomes
    inner join snapshots on outcomes.forecast_key = snapshots.forecast_snapshot_key
    inner join published on snapshots.forecast_snapshot_key = published.forecast_snapshot_key
),

{{ forecast_records() }},

described as (
    select
        {{ surrogate_key(['measure', 'record_level', 'level_code', 'forecaster', 'horizon', 'period_code']) }}
            as forecast_accuracy_key,
        measure,
        record_level,
        level_code,
        forecaster,
        horizon,
        period_code as accounting_period,
        is_running as is_running_period,
        forecasts as scored_forecasts,
        wape,
        bias,
        wape_p50,
        bias_p50,
        pinball_loss,
        covered_p10_p90_share,
        inside_p10_p90_share,
        below_p80_share
    from records
)

select * from described
