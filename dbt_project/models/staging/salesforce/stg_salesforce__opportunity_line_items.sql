with

source as (
    select * from {{ source('salesforce', 'opportunity_line_items') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(opportunity_line_item_id as varchar) as opportunity_line_item_id,
        cast(opportunity_id as varchar) as opportunity_id,
        cast(product_id as varchar) as product_id,
        cast(pricebook_entry_id as varchar) as pricebook_entry_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(product_code as varchar) as product_code,
        cast(line_name as varchar) as line_name,
        cast(line_description as varchar) as line_description,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(service_date as date) as service_date,
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
        cast(list_price as decimal(18, 6)) as list_price,
        cast(discount_percent as decimal(9, 4)) as discount_percent,
        cast(total_amount as decimal(18, 4)) as total_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
