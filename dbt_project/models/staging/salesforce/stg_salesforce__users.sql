with

source as (
    select * from {{ source('salesforce', 'users') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(user_id as varchar) as user_id,
        -- attributes
        cast(user_name as varchar) as user_name,
        cast(email as varchar) as email,
        cast(is_active as boolean) as is_active,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
