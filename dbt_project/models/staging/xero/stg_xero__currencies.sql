with

source as (
    select * from {{ source('xero', 'currencies') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(code as varchar) as currency_code,
        -- attributes
        cast(description as varchar) as description,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
