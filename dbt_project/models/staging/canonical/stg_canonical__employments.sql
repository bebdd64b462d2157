{{ config(enabled=is_configured('canonical', 'employments')) }}
with

source as (
    select * from {{ source('canonical', 'employments') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(employment_id as varchar) as employment_id,
        cast(person_id as varchar) as person_id,
        -- attributes
        cast(entity_code as varchar) as entity_code,
        cast(role as varchar) as role,
        cast(practice as varchar) as practice,
        -- dates
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        -- measures
        cast(weekly_hours as decimal(9, 4)) as weekly_hours,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
