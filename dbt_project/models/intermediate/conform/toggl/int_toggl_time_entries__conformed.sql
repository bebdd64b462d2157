{#- An entry that runs is a draft and has no hours yet. Toggl's entries hold no approval: a finished
    one is approved unless a tag says otherwise. What kind of time it is say, in this order, its
    tags, its task and its project, by seeds/time_labels.csv; else what is billable is delivery.
    The report states the rate of each entry; without it the project's or the workspace's counts. -#}
with

all_entries as (
    {{ current_rows(ref('stg_toggl__time_entries'), 'time_entry_id') }}
),

projects as (
    {{ current_rows(ref('stg_toggl__projects'), 'project_id') }}
),

named_projects as (
    select * from {{ ref('int_toggl_projects__conformed') }}
),

workspaces as (
    {{ current_rows(ref('stg_toggl__workspaces'), 'workspace_id') }}
),

tasks as (
    {{ current_rows(ref('stg_toggl__tasks'), 'task_id') }}
),

tags as (
    {{ current_rows(ref('stg_toggl__tags'), 'tag_id') }}
),

labels as (
    select * from {{ ref('time_labels') }}
),

entries as (
    select
        all_entries.*,
        concat(
            ',', replace(replace(replace(replace(tag_ids, '[', ''), ']', ''), '"', ''), ' ', ''), ','
        ) as tag_list,
        lower(tags) as tag_names
    from all_entries
    where server_deleted_at is null
),

telling_tags as (
    select
        tags.system_name,
        tags.tag_id,
        labels.time_category,
        labels.approval_state
    from tags
    inner join labels on lower(trim(tags.tag_name)) = labels.label
),

tagged as (
    select
        entries.system_name,
        entries.time_entry_id,
        telling_tags.time_category,
        telling_tags.approval_state
    from entries
    inner join telling_tags
        on
            entries.system_name = telling_tags.system_name
            and entries.tag_list like concat('%,', telling_tags.tag_id, ',%')
    union all
    select
        entries.system_name,
        entries.time_entry_id,
        labels.time_category,
        labels.approval_state
    from entries
    inner join labels on entries.tag_names like concat('%"', labels.label, '"%')
),

by_tag as (
    select
        system_name,
        time_entry_id,
        min(time_category) as time_category,
        -- Of two that disagree the one that does not approve.
        max(approval_state) as approval_state
    from tagged
    group by system_name, time_entry_id
),

rated as (
    select
        entries.*,
        tasks.task_name,
        case
            when not entries.is_billable then null
            when entries.hourly_rate_cents is not null
                then {{ exact_quotient('nullif(entries.hourly_rate_cents, 0)', '100', 6) }}
            else coalesce(
                nullif(projects.hourly_rate, 0), nullif(workspaces.default_hourly_rate, 0)
            )
        end as bill_rate,
        coalesce(
            entries.currency_code, projects.currency_code, workspaces.default_currency_code
        ) as bill_currency_code
    from entries
    left join projects
        on
            entries.system_name = projects.system_name
            and entries.project_id = projects.project_id
    left join workspaces
        on
            entries.system_name = workspaces.system_name
            and workspaces.workspace_id = coalesce(entries.workspace_id, projects.workspace_id)
    left join tasks
        on
            entries.system_name = tasks.system_name
            and entries.task_id = tasks.task_id
),

conformed as (
    select
        rated.system_name,
        rated.time_entry_id,
        rated.user_id as person_id,
        rated.project_id,
        rated.task_name,
        rated.work_date,
        case
            when rated.duration_seconds >= 0
                then {{ exact_quotient('rated.duration_seconds', '3600', 6) }}
        end as hours,
        coalesce(
            by_tag.time_category,
            task_labels.time_category,
            code_labels.time_category,
            project_labels.time_category,
            case when rated.is_billable then 'delivery' else 'internal' end
        ) as time_category,
        rated.is_billable,
        case
            when rated.duration_seconds < 0 then 'draft'
            else coalesce(by_tag.approval_state, 'approved')
        end as approval_state,
        rated.bill_rate,
        rated.bill_currency_code as currency_code,
        cast(null as {{ dbt.type_string() }}) as invoice_line_id,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as approved_at,
        rated.changed_at as updated_at,
        cast(null as boolean) as is_wasted,
        rated.delivery_id,
        rated.landed_at,
        rated.row_hash
    from rated
    left join by_tag
        on
            rated.system_name = by_tag.system_name
            and rated.time_entry_id = by_tag.time_entry_id
    left join named_projects
        on
            rated.system_name = named_projects.system_name
            and rated.project_id = named_projects.project_id
    left join labels as task_labels on lower(trim(rated.task_name)) = task_labels.label
    left join labels as code_labels
        on lower(named_projects.project_code) = code_labels.label
    left join labels as project_labels
        on lower(trim(named_projects.project_name)) = project_labels.label
)

select * from conformed
