with

source as (
    select * from {{ source('netsuite', 'currencies') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(currency_id as varchar) as currency_id,
        -- attributes
        cast(currency_code as varchar) as currency_code,
        cast(currency_name as varchar) as currency_name,
        cast(is_base_currency as boolean) as is_base_currency,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(exchange_rate as decimal(24, 12)) as exchange_rate,
        cast(currency_precision as bigint) as currency_precision,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
