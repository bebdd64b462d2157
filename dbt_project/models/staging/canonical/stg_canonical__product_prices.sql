{{ config(enabled=is_configured('canonical', 'product_prices')) }}
with

source as (
    select * from {{ source('canonical', 'product_prices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(product_price_id as varchar) as product_price_id,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        -- measures
        cast(unit_price as decimal(18, 6)) as unit_price,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
