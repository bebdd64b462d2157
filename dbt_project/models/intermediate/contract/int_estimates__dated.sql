{#- What was known to remain of each project, from the day it was known until the next: the estimates to
    complete, and before the first of them the approved plans, which are estimates from before any
    work. Amounts are in their own currency. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

estimates as (
    select * from {{ ref('int_estimates__unioned') }}
),

baselines as (
    select * from {{ ref('int_baselines__unioned') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__unioned') }}
),

estimated as (
    select
        identities.crosswalk_key as project_key,
        estimates.system_name,
        estimates.estimate_id as source_id,
        'estimate' as estimate_source,
        estimates.made_on as valid_from,
        estimates.made_on as worked_until,
        estimates.remaining_hours,
        estimates.remaining_cost_amount,
        estimates.currency_code,
        estimates.forecast_end_date
    from estimates
    inner join identities
        on
            estimates.system_name = identities.system_name
            and estimates.project_id = identities.source_id
),

first_estimates as (
    select
        project_key,
        min(valid_from) as first_made_on
    from estimated
    group by project_key
),

planned as (
    select
        identities.crosswalk_key as project_key,
        baselines.system_name,
        baselines.baseline_id as source_id,
        'plan' as estimate_source,
        baselines.approved_date as valid_from,
        cast('1900-01-01' as date) as worked_until,
        case
            when count(*) = count(planned_periods.planned_hours)
                then nullif(sum(planned_periods.planned_hours), 0)
        end as remaining_hours,
        case
            when count(*) = count(planned_periods.planned_cost_amount)
                then nullif(sum(planned_periods.planned_cost_amount), 0)
        end as remaining_cost_amount,
        min(planned_periods.currency_code) as currency_code,
        cast(null as date) as forecast_end_date
    from baselines
    inner join identities
        on
            baselines.system_name = identities.system_name
            and baselines.project_id = identities.source_id
    inner join planned_periods
        on
            baselines.system_name = planned_periods.system_name
            and baselines.baseline_id = planned_periods.baseline_id
    left join first_estimates on identities.crosswalk_key = first_estimates.project_key
    where
        first_estimates.project_key is null
        or baselines.approved_date < first_estimates.first_made_on
    group by
        identities.crosswalk_key,
        baselines.system_name,
        baselines.baseline_id,
        baselines.approved_date
),

known as (
    select * from estimated
    union all
    select * from planned
),

latest_of_day as (
    select
        known.*,
        row_number() over (
            partition by project_key, valid_from
            order by system_name desc, {{ issue_order('source_id', 'desc') }}
        ) as recency
    from known
),

dated as (
    select
        project_key,
        system_name,
        source_id,
        estimate_source,
        valid_from,
        lead(valid_from, 1, cast('9999-12-31' as date)) over (
            partition by project_key
            order by valid_from
        ) as valid_before,
        worked_until,
        cast(remaining_hours as decimal(18, 6)) as remaining_hours,
        cast(remaining_cost_amount as decimal(18, 4)) as remaining_cost_amount,
        currency_code,
        forecast_end_date
    from latest_of_day
    where recency = 1
)

select * from dated
