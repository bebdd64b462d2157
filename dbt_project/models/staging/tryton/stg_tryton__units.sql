with

source as (
    select * from {{ source('tryton', 'units') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as unit_id,
        -- attributes
        cast(name as varchar) as unit_name,
        cast(symbol as varchar) as unit_symbol,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
