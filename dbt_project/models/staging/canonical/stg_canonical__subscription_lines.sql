{{ config(enabled=is_configured('canonical', 'subscription_lines')) }}
with

source as (
    select * from {{ source('canonical', 'subscription_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(subscription_line_id as varchar) as subscription_line_id,
        cast(contract_id as varchar) as contract_id,
        cast(client_id as varchar) as client_id,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(cancelled_date as date) as cancelled_date,
        -- measures
        cast(quantity as decimal(18, 4)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
        cast(billing_months as bigint) as billing_months,
        cast(line_amount as decimal(18, 4)) as line_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
