with

source as (
    select * from {{ source('hubspot', 'owners') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(owner_id as varchar) as owner_id,
        cast(user_id as varchar) as user_id,
        -- attributes
        cast(email as varchar) as email,
        cast(first_name as varchar) as first_name,
        cast(last_name as varchar) as last_name,
        cast(owner_type as varchar) as owner_type,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
