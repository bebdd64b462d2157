with

source as (
    select * from {{ source('toggl', 'clients') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as client_id,
        cast(wid as varchar) as workspace_id,
        cast(creator_id as varchar) as creator_id,
        cast(integration_ext_id as varchar) as external_id,
        -- attributes
        cast(name as varchar) as client_name,
        cast(archived as boolean) as is_archived,
        cast(notes as varchar) as notes,
        cast(integration_ext_type as varchar) as external_type,
        cast(integration_provider as varchar) as external_provider,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        cast(server_deleted_at as timestamp) as server_deleted_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
