with

source as (
    select * from {{ source('toggl', 'tasks') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as task_id,
        cast(workspace_id as varchar) as workspace_id,
        cast(project_id as varchar) as project_id,
        cast(user_id as varchar) as user_id,
        cast(integration_ext_id as varchar) as external_id,
        -- attributes
        cast(name as varchar) as task_name,
        cast(active as boolean) as is_active,
        cast(recurring as boolean) as is_recurring,
        cast(integration_ext_type as varchar) as external_type,
        cast(integration_provider as varchar) as external_provider,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        cast(server_deleted_at as timestamp) as server_deleted_at,
        -- measures
        cast(estimated_seconds as bigint) as estimated_seconds,
        cast(tracked_seconds as bigint) as tracked_seconds,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
