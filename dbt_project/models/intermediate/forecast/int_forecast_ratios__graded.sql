{#- What earlier forecasts of a forecaster and horizon came to, per what they said was ahead, at 49 levels from
    the second to the ninety-eighth hundredth, by what was known before each period: of all, and a few cases that
    are held to have been, and of its class, which weighs the more the more cases it has. -#}
{%- set of_all = ['measure', 'forecaster', 'horizon', 'period_start_date'] -%}
{%- set of_class = of_all + ['class_code'] -%}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

priors as (
    select * from {{ ref('forecast_priors') }}
),

levels as (
    {% for level in range(1, 50) -%}
        select {{ level }} as level_number
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

cases as (
    select
        stated.measure,
        stated.forecaster,
        stated.horizon,
        stated.class_code,
        stated.subject_key,
        outcomes.forecast_outcome_key as case_key,
        outcomes.outcome_ratio,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date
    from outcomes
    inner join stated on outcomes.forecast_key = stated.forecast_key
),

wanted as (
    select distinct {{ of_class | join(', ') }}
    from stated
),

wanted_of_all as (
    select distinct {{ of_all | join(', ') }}
    from wanted
),

known as (
    select
        wanted_of_all.measure,
        wanted_of_all.forecaster,
        wanted_of_all.horizon,
        wanted_of_all.period_start_date,
        cases.class_code,
        cases.subject_key,
        cases.case_key,
        cases.outcome_ratio
    from wanted_of_all
    inner join cases
        on
            wanted_of_all.measure = cases.measure
            and wanted_of_all.forecaster = cases.forecaster
            and wanted_of_all.horizon = cases.horizon
            and wanted_of_all.period_start_date > cases.known_period_start_date
            and wanted_of_all.period_start_date < cases.known_before_period_start_date
            and {{ plus_months('wanted_of_all.period_start_date', '-' ~ var('forecast_case_months')) }}
            <= cases.known_period_start_date
),

held as (
    select
        {{ of_all | join(', ') }},
        subject_key,
        case_key,
        outcome_ratio
    from known
    union all
    select
        {% for column in of_all %}
            wanted_of_all.{{ column }},
        {% endfor %}
        cast(null as {{ dbt.type_string() }}) as subject_key,
        cast(priors.prior_case as {{ dbt.type_string() }}) as case_key,
        priors.outcome_ratio
    from wanted_of_all
    inner join priors on wanted_of_all.measure = priors.measure
),

{{ graded_ratios('all_graded', 'held', of_all) }},

{{ graded_ratios('class_graded', 'known', of_class) }},

blended as (
    select
        {% for column in of_class %}
            wanted.{{ column }},
        {% endfor %}
        all_graded.level_number,
        cast(coalesce(class_graded.cases, 0) as bigint) as class_cases,
        cast(all_graded.cases as bigint) as all_cases,
        cast({{ exact_quotient(
            '(coalesce(class_graded.cases * class_graded.outcome_ratio, 0) + '
            ~ var('forecast_class_cases') ~ ' * all_graded.outcome_ratio)',
            '(coalesce(class_graded.cases, 0) + ' ~ var('forecast_class_cases') ~ ')',
        ) }} as decimal(18, 6)) as outcome_ratio
    from wanted
    inner join all_graded
        on
            wanted.measure = all_graded.measure
            and wanted.forecaster = all_graded.forecaster
            and wanted.horizon = all_graded.horizon
            and wanted.period_start_date = all_graded.period_start_date
    left join class_graded
        on
            wanted.measure = class_graded.measure
            and wanted.forecaster = class_graded.forecaster
            and wanted.horizon = class_graded.horizon
            and wanted.period_start_date = class_graded.period_start_date
            and wanted.class_code = class_graded.class_code
            and all_graded.level_number = class_graded.level_number
)

select * from blended
