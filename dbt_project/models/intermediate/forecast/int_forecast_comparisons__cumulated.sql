{#- How much more each forecaster has lost than another at a horizon, of what both have forecast, by what was known by
    each period's end. Forecasters say something of different projects: their losses as such do not compare. -#}
{%- set case_of = ['measure', 'subject_key', 'period_code', 'target_period', 'known_period_start_date'] -%}
{%- set group = ['measure', 'horizon', 'forecaster', 'other_forecaster'] -%}
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

known as (
    select
        ranged.*,
        outcomes.outcome_value,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date
    from outcomes
    inner join ranged on outcomes.forecast_key = ranged.forecast_key
),

scored as (
    select
        *,
        {{ pinball_loss() }} as loss
    from known
),

paired as (
    select
        scored.measure,
        scored.horizon,
        scored.forecaster,
        others.forecaster as other_forecaster,
        scored.known_period_start_date,
        scored.known_before_period_start_date,
        scored.loss - others.loss as lost_more
    from scored
    inner join scored as others
        on
            {{ same('scored', 'others', case_of) }}
            and scored.forecaster <> others.forecaster
),

events as (
    {% for day, sign in [('known_period_start_date', ''), ('known_before_period_start_date', '-')] -%}
        select
            {{ group | join(', ') }},
            {{ day }} as event_date,
            {{ sign }}count(*) as compared_forecasts,
            {{ sign }}sum(lost_more) as lost_more
        from paired
        group by {{ group | join(', ') }}, {{ day }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

summed as (
    select
        {{ group | join(', ') }},
        event_date,
        sum(compared_forecasts) as compared_forecasts,
        sum(lost_more) as lost_more
    from events
    group by {{ group | join(', ') }}, event_date
),

groups_of as (
    select
        {{ group | join(', ') }},
        min(event_date) as first_date
    from summed
    group by {{ group | join(', ') }}
),

cumulated as (
    select
        groups_of.{{ group | join(', groups_of.') }},
        period_ends.period_code,
        sum(coalesce(summed.compared_forecasts, 0)) over until_then as compared_forecasts,
        sum(coalesce(summed.lost_more, 0)) over until_then as lost_more
    from groups_of
    inner join period_ends on groups_of.first_date <= period_ends.period_start_date
    left join summed
        on
            groups_of.measure = summed.measure
            and groups_of.horizon = summed.horizon
            and groups_of.forecaster = summed.forecaster
            and groups_of.other_forecaster = summed.other_forecaster
            and period_ends.period_start_date = summed.event_date
    window until_then as (
        partition by groups_of.{{ group | join(', groups_of.') }}
        order by period_ends.period_start_date
        rows between unbounded preceding and current row
    )
),

listed as (
    select
        {{ group | join(',\n        ') }},
        period_code,
        cast(compared_forecasts as bigint) as compared_forecasts,
        cast(lost_more as decimal(38, 6)) as lost_more
    from cumulated
    where compared_forecasts > 0
)

select * from listed
