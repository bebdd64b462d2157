{#- The work breakdown of projects: tasks as they are now, and those that are gone as they were last. -#}
with

task_versions as (
    {{ canonical_versions('tasks') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

ranked as (
    select
        *,
        row_number() over (
            partition by system_name, task_id
            order by delivery_number desc, landed_at desc
        ) as recency
    from task_versions
),

tasks as (
    select * from ranked
    where recency = 1
),

parents as (
    select distinct
        system_name,
        parent_task_id
    from tasks
    where parent_task_id is not null and not is_deleted
),

described as (
    select
        {{ surrogate_key(['tasks.system_name', 'tasks.task_id']) }} as work_package_key,
        {{ optional_key(['tasks.system_name', 'tasks.parent_task_id']) }} as parent_work_package_key,
        identities.crosswalk_key as project_key,
        tasks.system_name,
        tasks.task_id,
        tasks.task_name as work_package_name,
        tasks.earned_value_technique as ev_technique,
        cast(tasks.budget_hours as decimal(18, 6)) as budget_hours,
        tasks.progress_share as measured_progress_share,
        tasks.start_date,
        tasks.end_date,
        tasks.state,
        parents.parent_task_id is not null as is_summary,
        tasks.is_deleted as is_gone
    from tasks
    left join identities
        on
            tasks.system_name = identities.system_name
            and tasks.project_id = identities.source_id
    left join parents
        on
            tasks.system_name = parents.system_name
            and tasks.task_id = parents.parent_task_id
)

select * from described
