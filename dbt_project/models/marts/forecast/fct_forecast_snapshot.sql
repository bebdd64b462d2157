{#- Every forecast as it was made, with its interval and how many cases that rests on. Of what is said of the
    same, one is published: that of the forecaster with the least pinball loss so far at its horizon, of
    those with enough scored forecasts of the class, else of all. While there is none, it is the
    managers' own of a project, and the past of the company. -#}
with

ranged as (
    select * from {{ ref('int_forecasts__ranged') }}
),

records as (
    select * from {{ ref('int_forecast_records__cumulated') }}
    where forecasts >= {{ var('forecast_scored_cases') }}
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

judged as (
    select
        ranged.*,
        case
            when of_class.forecaster is not null then ranged.class_level
            when of_all.forecaster is not null then 'company'
        end as record_level,
        coalesce(of_class.forecasts, of_all.forecasts) as scored_forecasts,
        {% for measured in ['wape_p50', 'bias_p50', 'pinball_loss', 'covered_p10_p90_share'] %}
            case
                when of_class.forecaster is not null then of_class.{{ measured }}
                else of_all.{{ measured }}
            end as scored_{{ measured }}{{ ',' if not loop.last }}
        {% endfor %}
    from ranged
    inner join followed on ranged.period_code = followed.period_code
    left join records as of_class
        on
            ranged.measure = of_class.measure
            and ranged.class_level = of_class.record_level
            and ranged.class_code = of_class.level_code
            and ranged.forecaster = of_class.forecaster
            and ranged.horizon = of_class.horizon
            and followed.period_before = of_class.period_code
    left join records as of_all
        on
            ranged.measure = of_all.measure
            and of_all.record_level = 'company'
            and ranged.forecaster = of_all.forecaster
            and ranged.horizon = of_all.horizon
            and followed.period_before = of_all.period_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by measure, subject_key, period_code, target_period
            order by
                case when record_level is null then 3 when record_level = 'company' then 2 else 1 end,
                scored_pinball_loss asc nulls last,
                case
                    when class_level = 'entity' and forecaster = 'reference_class' then 1
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
            when record_level is null
                then 'no forecaster has {{ var("forecast_scored_cases") }} scored forecasts at this horizon yet'
            when record_level = 'company' then 'least pinball loss so far at this horizon, of all classes'
            else 'least pinball loss so far at this horizon, of its class'
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
        value_to_date,
        stated_value as forecast_value,
        p10_value,
        p50_value,
        p80_value,
        p90_value,
        record_level,
        cast(coalesce(scored_forecasts, 0) as bigint) as scored_forecasts,
        scored_wape_p50,
        scored_bias_p50,
        scored_pinball_loss,
        scored_covered_p10_p90_share
    from ranked
)

select * from described
