with

source as (
    select * from {{ source('toggl', 'tags') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as tag_id,
        cast(workspace_id as varchar) as workspace_id,
        cast(integration_ext_id as varchar) as external_id,
        -- attributes
        cast(name as varchar) as tag_name,
        cast(integration_ext_type as varchar) as external_type,
        cast(integration_provider as varchar) as external_provider,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        cast(deleted_at as timestamp) as deleted_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
