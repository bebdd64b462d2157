{#- At which of the 49 levels each quantile is taken in each period: its own, less by how much more outcomes of the
    last months were below it than should have been. One exactly on it is below by as much as should be. Few
    outcomes correct little: they stand beside as many as should be. -#}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

graded as (
    select * from {{ ref('int_forecast_ratios__graded') }}
),

wanted as (
    select distinct
        measure,
        forecaster,
        horizon,
        period_start_date
    from stated
),

compared as (
    select
        stated.measure,
        stated.forecaster,
        stated.horizon,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date,
        graded.level_number,
        case
            when outcomes.outcome_ratio < graded.outcome_ratio then 50
            when outcomes.outcome_ratio = graded.outcome_ratio then graded.level_number
            else 0
        end as fiftieths_below
    from outcomes
    inner join stated on outcomes.forecast_key = stated.forecast_key
    inner join graded
        on
            stated.measure = graded.measure
            and stated.forecaster = graded.forecaster
            and stated.horizon = graded.horizon
            and stated.class_code = graded.class_code
            and stated.period_start_date = graded.period_start_date
    where graded.level_number in (
        {%- for tenths in forecast_quantiles().values() %}{{ tenths * 5 }}{{ ', ' if not loop.last }}{% endfor -%}
    )
),

monthly as (
    select
        measure,
        forecaster,
        horizon,
        level_number,
        known_period_start_date,
        known_before_period_start_date,
        count(*) as outcomes,
        sum(fiftieths_below) as fiftieths_below
    from compared
    group by
        measure,
        forecaster,
        horizon,
        level_number,
        known_period_start_date,
        known_before_period_start_date
),

{% for quantile, tenths in forecast_quantiles().items() %}
    {{ quantile }}_levels as (
        select
            wanted.measure,
            wanted.forecaster,
            wanted.horizon,
            wanted.period_start_date,
            cast(round({{ exact_quotient(
                '(' ~ tenths * 10 ~ ' * (coalesce(sum(monthly.outcomes), 0) + ' ~ var('forecast_correction_cases')
                ~ ') - coalesce(sum(monthly.fiftieths_below), 0) - '
                ~ tenths * 5 ~ ' * ' ~ var('forecast_correction_cases') ~ ')',
                '(coalesce(sum(monthly.outcomes), 0) + ' ~ var('forecast_correction_cases') ~ ')',
            ) }}, 0) as integer) as level_number
        from wanted
        left join monthly
            on
                wanted.measure = monthly.measure
                and wanted.forecaster = monthly.forecaster
                and wanted.horizon = monthly.horizon
                and monthly.level_number = {{ tenths * 5 }}
                and wanted.period_start_date > monthly.known_period_start_date
                and wanted.period_start_date < monthly.known_before_period_start_date
                and {{ plus_months('wanted.period_start_date', '-' ~ var('forecast_correction_months')) }}
                <= monthly.known_period_start_date
        group by wanted.measure, wanted.forecaster, wanted.horizon, wanted.period_start_date
    ),
{% endfor %}

corrected as (
    select
        wanted.measure,
        wanted.forecaster,
        wanted.horizon,
        wanted.period_start_date,
        {%- set so_far = [] %}
    {% for quantile in forecast_quantiles() %}
        {%- do so_far.append(quantile ~ '_levels.level_number') %}
        least(greatest({{ so_far | join(', ') }}, 1), 49) as {{ quantile }}_level{{ ',' if not loop.last }}
    {% endfor %}
    from wanted
    {% for quantile in forecast_quantiles() %}
        inner join {{ quantile }}_levels
            on
                wanted.measure = {{ quantile }}_levels.measure
                and wanted.forecaster = {{ quantile }}_levels.forecaster
                and wanted.horizon = {{ quantile }}_levels.horizon
                and wanted.period_start_date = {{ quantile }}_levels.period_start_date
    {% endfor %}
)

select * from corrected
