with

source as (
    select * from {{ source('tryton', 'contact_mechanisms') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as contact_mechanism_id,
        cast(party as varchar) as party_id,
        -- attributes
        cast(type as varchar) as contact_mechanism_type,
        cast(value as varchar) as contact_value,
        cast(active as boolean) as is_active,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
