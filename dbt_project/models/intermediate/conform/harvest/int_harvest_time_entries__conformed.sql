{#- An entry is approved once it is locked or billed: Harvest tells of no other approval. A running
    timer counts the hours it has so far. -#}
with

entries as (
    {{ current_rows(ref('stg_harvest__time_entries'), 'time_entry_id') }}
),

projects as (
    {{ current_rows(ref('stg_harvest__projects'), 'project_id') }}
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
        case when entries.is_billable then 'delivery' else 'internal' end as time_category,
        entries.is_billable,
        case when entries.is_locked or entries.is_billed then 'approved' else 'submitted' end as approval_state,
        entries.billable_rate as bill_rate,
        projects.currency_code,
        cast(null as {{ dbt.type_string() }}) as invoice_line_id,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as approved_at,
        entries.updated_at,
        entries.delivery_id,
        entries.landed_at,
        entries.row_hash
    from entries
    left join projects
        on
            entries.system_name = projects.system_name
            and entries.project_id = projects.project_id
)

select * from conformed
