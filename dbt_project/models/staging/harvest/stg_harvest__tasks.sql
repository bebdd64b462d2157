with

source as (
    select * from {{ source('harvest', 'tasks') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as task_id,
        -- attributes
        cast(name as varchar) as task_name,
        cast(billable_by_default as boolean) as is_billable_by_default,
        cast(is_default as boolean) as is_default,
        cast(is_active as boolean) as is_active,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(default_hourly_rate as decimal(18, 6)) as default_hourly_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
