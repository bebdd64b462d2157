{#- What earlier forecasts of a forecaster and horizon came to, per what they said was ahead, at 49 levels from
    the second to the ninety-eighth hundredth, by what was known before each period: of all, and a few cases that
    are held to have been, and of its class, which weighs the more the more cases it has. -#}
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

texts as (
    select distinct
        measure,
        forecaster,
        horizon,
        class_code
    from stated
),

-- Millions of rows are ranked: by numbers, not by texts.
classes as (
    select
        measure,
        forecaster,
        horizon,
        class_code,
        dense_rank() over (order by measure, forecaster, horizon) as group_number,
        row_number() over (order by measure, forecaster, horizon, class_code) as class_number
    from texts
),

numbered as (
    select
        classes.group_number,
        classes.class_number,
        stated.forecast_key,
        stated.period_start_date,
        stated.measure,
        dense_rank() over (order by stated.subject_key) as subject_number
    from stated
    inner join classes
        on
            stated.measure = classes.measure
            and stated.forecaster = classes.forecaster
            and stated.horizon = classes.horizon
            and stated.class_code = classes.class_code
),

cases as (
    select
        numbered.group_number,
        numbered.class_number,
        numbered.subject_number,
        outcomes.outcome_ratio,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date,
        row_number() over (
            order by outcomes.outcome_ratio, outcomes.forecast_outcome_key
        ) as case_number
    from outcomes
    inner join numbered on outcomes.forecast_key = numbered.forecast_key
),

rebuilt as (
    {{ rows_to_rebuild('numbered', ref('int_forecast_periods__changed'), ['period_start_date']) }}
),

wanted as (
    select distinct
        group_number,
        class_number,
        period_start_date
    from rebuilt
),

wanted_of_all as (
    select distinct
        group_number,
        measure,
        period_start_date
    from rebuilt
),

known as (
    select
        wanted_of_all.group_number,
        wanted_of_all.period_start_date,
        cases.class_number,
        cases.subject_number,
        cases.case_number,
        cases.outcome_ratio
    from wanted_of_all
    inner join cases
        on
            wanted_of_all.group_number = cases.group_number
            and wanted_of_all.period_start_date > cases.known_period_start_date
            and wanted_of_all.period_start_date < cases.known_before_period_start_date
            and {{ plus_months('wanted_of_all.period_start_date', '-' ~ var('forecast_case_months')) }}
            <= cases.known_period_start_date
),

held as (
    select
        group_number,
        period_start_date,
        subject_number,
        case_number,
        outcome_ratio
    from known
    union all
    select
        wanted_of_all.group_number,
        wanted_of_all.period_start_date,
        cast(null as bigint) as subject_number,
        -priors.prior_case as case_number,
        priors.outcome_ratio
    from wanted_of_all
    inner join priors on wanted_of_all.measure = priors.measure
),

{{ graded_ratios('all_graded', 'held', ['group_number', 'period_start_date']) }},

{{ graded_ratios('class_graded', 'known', ['class_number', 'period_start_date']) }},

blended as (
    select
        classes.measure,
        classes.forecaster,
        classes.horizon,
        wanted.period_start_date,
        classes.class_code,
        all_graded.level_number,
        cast(coalesce(class_graded.cases, 0) as bigint) as class_cases,
        cast(all_graded.cases as bigint) as all_cases,
        cast({{ exact_quotient(
            '(coalesce(class_graded.cases * class_graded.outcome_ratio, 0) + '
            ~ var('forecast_class_cases') ~ ' * all_graded.outcome_ratio)',
            '(coalesce(class_graded.cases, 0) + ' ~ var('forecast_class_cases') ~ ')',
        ) }} as decimal(18, 6)) as outcome_ratio
    from wanted
    inner join classes on wanted.class_number = classes.class_number
    inner join all_graded
        on
            wanted.group_number = all_graded.group_number
            and wanted.period_start_date = all_graded.period_start_date
    left join class_graded
        on
            wanted.class_number = class_graded.class_number
            and wanted.period_start_date = class_graded.period_start_date
            and all_graded.level_number = class_graded.level_number
)

select * from blended
