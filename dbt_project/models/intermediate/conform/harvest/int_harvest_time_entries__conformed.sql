{#- An entry is approved once it is closed by approval, locked or billed; Harvest tells of no other
    state. What kind of time it is say its task and then its project, by seeds/time_labels.csv; else
    what is billable is delivery. A running timer counts the hours it has so far. -#}
with

entries as (
    {{ current_rows(ref('stg_harvest__time_entries'), 'time_entry_id') }}
),

projects as (
    {{ current_rows(ref('stg_harvest__projects'), 'project_id') }}
),

labels as (
    select * from {{ ref('time_labels') }}
),

conformed as (
    select
        entries.system_name,
        entries.time_entry_id,
        entries.user_id as person_id,
        entries.project_id,
        entries.task_name,
        entries.work_date,
        entries.hours,
        coalesce(
            task_labels.time_category,
            code_labels.time_category,
            project_labels.time_category,
            case when entries.is_billable then 'delivery' else 'internal' end
        ) as time_category,
        entries.is_billable,
        case
            when entries.is_closed or entries.is_locked or entries.is_billed then 'approved'
            else 'submitted'
        end as approval_state,
        entries.billable_rate as bill_rate,
        projects.currency_code,
        cast(null as {{ dbt.type_string() }}) as invoice_line_id,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as approved_at,
        entries.updated_at,
        cast(null as boolean) as is_wasted,
        entries.delivery_id,
        entries.landed_at,
        entries.row_hash
    from entries
    left join projects
        on
            entries.system_name = projects.system_name
            and entries.project_id = projects.project_id
    left join labels as task_labels on lower(trim(entries.task_name)) = task_labels.label
    left join labels as code_labels on lower(trim(projects.project_code)) = code_labels.label
    left join labels as project_labels on lower(trim(projects.project_name)) = project_labels.label
)

select * from conformed
