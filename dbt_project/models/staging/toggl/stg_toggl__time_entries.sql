with

source as (
    select * from {{ source('toggl', 'time_entries') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as time_entry_id,
        cast(workspace_id as varchar) as workspace_id,
        cast(user_id as varchar) as user_id,
        cast(project_id as varchar) as project_id,
        cast(task_id as varchar) as task_id,
        -- attributes
        cast(username as varchar) as user_name,
        cast(billable as boolean) as is_billable,
        cast(description as varchar) as description,
        cast(tag_ids as varchar) as tag_ids,
        cast(tags as varchar) as tags,
        cast(currency as varchar) as currency_code,
        -- dates
        cast(started_at as timestamp) as started_at,
        cast(start_date as date) as work_date,
        cast(stopped_at as timestamp) as stopped_at,
        cast(changed_at as timestamp) as changed_at,
        cast(server_deleted_at as timestamp) as server_deleted_at,
        -- measures
        cast(duration as bigint) as duration_seconds,
        cast(hourly_rate_in_cents as bigint) as hourly_rate_cents,
        cast(billable_amount_in_cents as bigint) as billable_amount_cents,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
