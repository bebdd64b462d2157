{#- Every forecast as it was made, with its interval and how many cases that rests on. Of what is said of the
    same, one is published: that of the forecaster that the fewest others have beaten so far at its horizon,
    of forecasts that both made, where those are enough; of several that which has beaten the most. While nobody
    has been compared, it is the managers' own of a project, and the reference class of the company. -#}
{%- set same_case = ['measure', 'subject_key', 'period_code', 'target_period'] -%}
with

ranged as (
    select * from {{ ref('int_forecasts__ranged') }}
),

records as (
    select * from {{ ref('int_forecast_records__cumulated') }}
    where record_level = 'company'
),

comparisons as (
    select * from {{ ref('int_forecast_comparisons__cumulated') }}
    where compared_forecasts >= {{ var('forecast_scored_cases') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

followed as (
    select
        period_code,
        lag(period_code) over (order by period_start_date) as period_before
    from period_ends
),

-- Of those that say something of the same, with whom each has been compared, and who lost less.
compared as (
    select
        ranged.forecast_key,
        count(*) as compared_forecasters,
        sum(case when comparisons.lost_more > 0 then 1 else 0 end) as better_forecasters,
        sum(case when comparisons.lost_more < 0 then 1 else 0 end) as worse_forecasters
    from ranged
    inner join followed on ranged.period_code = followed.period_code
    inner join ranged as others
        on {{ same('ranged', 'others', same_case) }}
    inner join comparisons
        on
            ranged.measure = comparisons.measure
            and ranged.horizon = comparisons.horizon
            and ranged.forecaster = comparisons.forecaster
            and others.forecaster = comparisons.other_forecaster
            and followed.period_before = comparisons.period_code
    group by ranged.forecast_key
),

judged as (
    select
        ranged.forecast_key,
        ranged.measure,
        ranged.subject_key,
        ranged.project_key,
        ranged.entity_code,
        ranged.class_level,
        ranged.class_code,
        ranged.class_cases,
        ranged.all_cases,
        ranged.period_code,
        ranged.as_of_date,
        ranged.is_running,
        ranged.target_period,
        ranged.horizon,
        ranged.origin_date,
        ranged.cumulative_value,
        ranged.forecaster,
        ranged.stated_value,
        ranged.p10_value,
        ranged.p50_value,
        ranged.p80_value,
        ranged.p90_value,
        compared.better_forecasters,
        compared.worse_forecasters,
        coalesce(compared.compared_forecasters, 0) as compared_forecasters,
        coalesce(records.forecasts, 0) as scored_forecasts,
    {% for measured in ['wape_p50', 'bias_p50', 'pinball_loss', 'covered_p10_p90_share'] %}
        records.{{ measured }} as scored_{{ measured }}{{ ',' if not loop.last }}
    {% endfor %}
    from ranged
    inner join followed on ranged.period_code = followed.period_code
    left join records
        on
            ranged.measure = records.measure
            and ranged.forecaster = records.forecaster
            and ranged.horizon = records.horizon
            and followed.period_before = records.period_code
    left join compared on ranged.forecast_key = compared.forecast_key
),

ranked as (
    select
        *,
        row_number() over (
            partition by {{ same_case | join(', ') }}
            order by
                better_forecasters asc nulls last,
                worse_forecasters desc nulls last,
                case when compared_forecasters > 0 then scored_pinball_loss end asc nulls last,
                case
                    when class_level <> 'project_type' and forecaster = 'reference_class' then 1
                    when forecaster = 'managers_own' then 2
                    when forecaster = 'reference_class' then 3
                    else 4
                end,
                forecaster
        ) as place
    from judged
),

described as (
    select
        forecast_key as forecast_snapshot_key,
        measure,
        project_key,
        entity_code,
        period_code as accounting_period,
        is_running as is_running_period,
        as_of_date as made_on,
        target_period,
        horizon,
        forecaster,
        place = 1 as is_published_forecast,
        case
            when place > 1 then null
            when compared_forecasters = 0
                then 'no {{ var("forecast_scored_cases") }} forecasts of two forecasters are scored at this horizon yet'
            when better_forecasters = 0
                then 'no other has lost less so far at this horizon, of what both have forecast'
            else 'the fewest others have lost less so far at this horizon, of what both have forecast'
        end as published_reason,
        class_level,
        class_code,
        class_cases,
        all_cases,
        case measure
            when 'hours_at_completion' then 'hours' when 'end_date' then 'days'
            else {{ reporting_currency() }}
        end as value_unit,
        origin_date,
        cumulative_value,
        stated_value as forecast_value,
        p10_value,
        p50_value,
        p80_value,
        p90_value,
        cast(scored_forecasts as bigint) as scored_forecasts,
        scored_wape_p50,
        scored_bias_p50,
        scored_pinball_loss,
        cast(compared_forecasters as bigint) as compared_forecasters,
        cast(better_forecasters as bigint) as better_forecasters,
        scored_covered_p10_p90_share
    from ranked
)

select * from described
