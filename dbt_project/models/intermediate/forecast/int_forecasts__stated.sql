{#- All that forecasters say, of projects and of the company, each with the class of what it is compared with. -#}
with

project_forecasts as (
    select * from {{ ref('int_project_forecasts__stated') }}
),

company_forecasts as (
    select * from {{ ref('int_company_forecasts__stated') }}
),

listed as (
    select
        measure,
        project_key as subject_key,
        project_key,
        entity_code,
        'project_type' as class_level,
        coalesce(project_type, 'unknown') as class_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        cast(null as {{ dbt.type_string() }}) as target_period,
        horizon,
        case when measure = 'end_date' then origin_date end as origin_date,
        cumulative_value,
        least_value,
        forecaster,
        stated_value
    from project_forecasts
    union all
    select
        measure,
        coalesce(entity_code, 'company') as subject_key,
        cast(null as {{ dbt.type_string() }}) as project_key,
        entity_code,
        case when entity_code is null then 'company' else 'entity' end as class_level,
        coalesce(entity_code, 'all') as class_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        target_period,
        horizon,
        cast(null as date) as origin_date,
        cast(null as decimal(18, 6)) as cumulative_value,
        cast(null as decimal(18, 6)) as least_value,
        forecaster,
        stated_value
    from company_forecasts
),

described as (
    select
        {{ surrogate_key(['measure', 'subject_key', 'period_code', 'target_period', 'forecaster']) }}
            as forecast_key,
        measure,
        subject_key,
        project_key,
        entity_code,
        class_level,
        class_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        target_period,
        horizon,
        origin_date,
        cumulative_value,
        least_value,
        forecaster,
        stated_value,
        cast(
            greatest(
                stated_value - coalesce(cumulative_value, 0),
                {{ exact_product('stated_value', var('forecast_least_ahead_share')) }}
            ) as decimal(18, 6)
        ) as stated_ahead_value
    from listed
)

select * from described
