with

source as (
    select * from {{ source('hubspot', 'products') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(product_name as varchar) as product_name,
        cast(stock_keeping_unit as varchar) as stock_keeping_unit,
        cast(product_type as varchar) as product_type,
        cast(product_description as varchar) as product_description,
        cast(billing_period as varchar) as billing_period,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(unit_price as decimal(18, 6)) as unit_price,
        cast(unit_cost as decimal(18, 6)) as unit_cost,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
