with

source as (
    select * from {{ source('netsuite', 'currency_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(currency_rate_id as varchar) as currency_rate_id,
        cast(base_currency_id as varchar) as base_currency_id,
        cast(transaction_currency_id as varchar) as transaction_currency_id,
        -- dates
        cast(effective_date as date) as effective_date,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(exchange_rate as decimal(24, 12)) as exchange_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
