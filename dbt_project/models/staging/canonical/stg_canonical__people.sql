with

source as (
    select * from {{ source('canonical', 'people') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(person_id as varchar) as person_id,
        cast(shared_id as varchar) as shared_id,
        -- attributes
        cast(person_name as varchar) as person_name,
        cast(email as varchar) as email,
        cast(role as varchar) as role,
        cast(practice as varchar) as practice,
        cast(region as varchar) as region,
        cast(entity_code as varchar) as entity_code,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(weekly_capacity_hours as decimal(9, 4)) as weekly_capacity_hours,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
