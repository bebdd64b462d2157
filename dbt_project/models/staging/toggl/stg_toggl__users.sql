with

source as (
    select * from {{ source('toggl', 'users') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as user_id,
        -- attributes
        cast(fullname as varchar) as person_name,
        cast(email as varchar) as email,
        cast(role as varchar) as role,
        cast(is_active as boolean) as is_active,
        cast(inactive as boolean) as is_deactivated,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
