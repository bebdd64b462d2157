with

source as (
    select * from {{ source('hubspot', 'line_items') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(line_item_id as varchar) as line_item_id,
        cast(deal_id as varchar) as deal_id,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(line_name as varchar) as line_name,
        cast(stock_keeping_unit as varchar) as stock_keeping_unit,
        cast(currency_code as varchar) as currency_code,
        cast(billing_frequency as varchar) as billing_frequency,
        cast(billing_period as varchar) as billing_period,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(billing_start_date as date) as billing_start_date,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
        cast(amount as decimal(18, 4)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
