{#- The work packages of each project as they were known at the end of each of its periods: the tasks
    that are no other one's parent, by what had landed until then. The running period knows what
    landed last. A task tells its present state only, so before its first delivery nothing is known. -#}
with

task_versions as (
    {{ canonical_versions('tasks') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

last_of_day as (
    select
        *,
        cast(landed_at as date) as known_from,
        row_number() over (
            partition by system_name, task_id, cast(landed_at as date)
            order by delivery_number desc, landed_at desc
        ) as recency
    from task_versions
),

dated as (
    select
        *,
        lead(known_from, 1, cast('9999-12-31' as date)) over (
            partition by system_name, task_id
            order by known_from
        ) as known_before
    from last_of_day
    where recency = 1
),

known as (
    select
        project_periods.project_key,
        project_periods.period_code,
        project_periods.as_of_date,
        dated.system_name,
        dated.task_id,
        dated.parent_task_id,
        dated.task_name,
        dated.earned_value_technique,
        dated.progress_share,
        dated.state,
        dated.start_date,
        dated.end_date,
        dated.budget_hours
    from dated
    inner join identities
        on
            dated.system_name = identities.system_name
            and dated.project_id = identities.source_id
    inner join project_periods
        on
            identities.crosswalk_key = project_periods.project_key
            and case
                when project_periods.is_latest then cast('9999-12-30' as date)
                else project_periods.as_of_date
            end >= dated.known_from
            and case
                when project_periods.is_latest then cast('9999-12-30' as date)
                else project_periods.as_of_date
            end < dated.known_before
    where not dated.is_deleted
),

parents as (
    select distinct
        system_name,
        period_code,
        parent_task_id
    from known
    where parent_task_id is not null
),

packages as (
    select
        known.project_key,
        known.period_code,
        known.as_of_date,
        {{ surrogate_key(['known.system_name', 'known.task_id']) }} as work_package_key,
        known.task_name,
        coalesce(known.earned_value_technique, 'physical_percent') as ev_technique,
        known.progress_share,
        known.state,
        known.start_date,
        known.end_date,
        cast(
            case when known.state = 'cancelled' then 0 else coalesce(known.budget_hours, 0) end
            as decimal(18, 6)
        ) as budget_hours
    from known
    left join parents
        on
            known.system_name = parents.system_name
            and known.period_code = parents.period_code
            and known.task_id = parents.parent_task_id
    where parents.parent_task_id is null
)

select * from packages
