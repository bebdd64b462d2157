{#- What the plan in force at each period's end says of the period, and what the first plan said of it, at
    the period's average rates. A plan is in force from the day it is approved until another one is. -#}
with

baselines as (
    select * from {{ ref('int_baselines__unioned') }}
    where approved_date is not null
),

planned_periods as (
    select * from {{ ref('int_planned_periods__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

placed as (
    select
        identities.crosswalk_key as project_key,
        baselines.system_name,
        baselines.baseline_id,
        baselines.version_number,
        baselines.approved_date,
        coalesce(projects.entity_code, systems.entity_code) as entity_code
    from baselines
    inner join identities
        on
            baselines.system_name = identities.system_name
            and baselines.project_id = identities.source_id
    left join projects
        on
            baselines.system_name = projects.system_name
            and baselines.project_id = projects.project_id
    left join systems on baselines.system_name = systems.system_name
),

known_by_end as (
    select
        periods.period_code,
        placed.*,
        row_number() over (
            partition by placed.project_key, periods.period_code
            order by placed.approved_date desc, placed.version_number desc, placed.system_name asc
        ) as recency,
        row_number() over (
            partition by placed.project_key, periods.period_code
            order by placed.approved_date asc, placed.version_number asc, placed.system_name asc
        ) as age
    from placed
    cross join run
    inner join periods
        on
            placed.approved_date <= periods.period_end_date
            and placed.approved_date <= run.as_of_date
            and run.as_of_date >= periods.period_start_date
),

of_periods as (
    select
        planned_periods.system_name,
        planned_periods.baseline_id,
        periods.period_code,
        planned_periods.currency_code,
        sum(planned_periods.planned_hours) as planned_hours,
        case
            when count(planned_periods.planned_cost_amount) = count(*)
                then sum(planned_periods.planned_cost_amount)
        end as planned_cost_amount
    from planned_periods
    inner join periods
        on planned_periods.period_start_date between periods.period_start_date and periods.period_end_date
    group by
        planned_periods.system_name,
        planned_periods.baseline_id,
        periods.period_code,
        planned_periods.currency_code
),

valued as (
    select
        known_by_end.project_key,
        known_by_end.period_code,
        known_by_end.entity_code,
        known_by_end.recency,
        known_by_end.age,
        of_periods.period_code is not null as is_planned,
        coalesce(of_periods.planned_hours, 0) as planned_hours,
    {% for books in ['functional', 'reporting'] %}
        {%- set currency = 'entities.functional_currency_code' if books == 'functional' else reporting_currency() %}
        case
            when of_periods.period_code is null then cast(0 as decimal(18, 2))
            else {{ posted_amount(in_currency(
                'of_periods.planned_cost_amount', 'of_periods.currency_code', currency, 'to_' ~ books
            )) }}
        end as planned_cost_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from known_by_end
    left join entities on known_by_end.entity_code = entities.entity_code
    left join of_periods
        on
            known_by_end.system_name = of_periods.system_name
            and known_by_end.baseline_id = of_periods.baseline_id
            and known_by_end.period_code = of_periods.period_code
    {% for books in ['functional', 'reporting'] %}
        {%- set currency = 'entities.functional_currency_code' if books == 'functional' else reporting_currency() %}
        {{ join_average_rate('to_' ~ books, 'of_periods.currency_code', currency, 'known_by_end.period_code') }}
    {% endfor %}
    where known_by_end.recency = 1 or known_by_end.age = 1
),

dated as (
    select
        project_key,
        period_code,
        max(case when recency = 1 then entity_code end) as entity_code,
        max(case when is_planned then 1 else 0 end) = 1 as is_planned,
        cast(sum(case when recency = 1 then planned_hours end) as decimal(18, 6)) as planned_hours,
    {%- for books in ['functional', 'reporting'] %}
        cast(sum(case when recency = 1 then planned_cost_{{ books }}_amount end) as decimal(18, 2))
            as planned_cost_{{ books }}_amount,
        cast(sum(case when age = 1 then planned_cost_{{ books }}_amount end) as decimal(18, 2))
            as first_planned_cost_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from valued
    group by project_key, period_code
)

select * from dated
