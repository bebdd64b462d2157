with

source as (
    select * from {{ source('salesforce', 'products') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(product_name as varchar) as product_name,
        cast(product_code as varchar) as product_code,
        cast(product_family as varchar) as product_family,
        cast(product_description as varchar) as product_description,
        cast(quantity_unit as varchar) as quantity_unit,
        cast(stock_keeping_unit as varchar) as stock_keeping_unit,
        cast(is_active as boolean) as is_active,
        cast(is_archived as boolean) as is_archived,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
