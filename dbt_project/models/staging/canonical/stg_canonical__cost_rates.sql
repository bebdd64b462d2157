with

source as (
    select * from {{ source('canonical', 'cost_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(cost_rate_id as varchar) as cost_rate_id,
        cast(person_id as varchar) as person_id,
        -- attributes
        cast(role as varchar) as role,
        cast(practice as varchar) as practice,
        cast(entity_code as varchar) as entity_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        -- measures
        cast(cost_rate as decimal(18, 6)) as cost_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
