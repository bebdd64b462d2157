{#- The periods whose forecasts may have other ratios than in the last build: those with other classes of forecasts,
    and those before which cases were known that have changed. No rows where all are graded anew. -#}
{%- set classes = ['measure', 'forecaster', 'horizon', 'class_code', 'period_start_date'] -%}
{%- set looked_up = [ref('int_forecasts__stated'), ref('int_forecast_cases__hashed')] -%}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

{%- if follows_last_build() %}

    changed_cases as (
        {{ changed_rows_of('int_forecast_cases__hashed', ['known_period_start_date', 'cases_hash']) }}
    ),

    changed_classes as (
    {{ difference_of(
        'select ' ~ classes | join(', ') ~ ' from ' ~ ref('int_forecasts__stated'),
        'select ' ~ classes | join(', ') ~ ' from ' ~ as_left('int_forecast_ratios__graded'),
    ) }}
    ),

    changed as (
        select period_start_date
        from changed_classes
        union
        select stated.period_start_date
        from stated
        inner join changed_cases
            on
                stated.period_start_date > changed_cases.known_period_start_date
                and {{ plus_months('stated.period_start_date', '-' ~ var('forecast_case_months')) }}
                <= changed_cases.known_period_start_date
    )
{%- else %}

    changed as (
        select period_start_date
        from stated
        where 1 = 0
    )
{%- endif %}

select * from changed
