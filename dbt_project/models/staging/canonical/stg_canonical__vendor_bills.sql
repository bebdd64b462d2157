{{ config(enabled=is_configured('canonical', 'vendor_bills')) }}
with

source as (
    select * from {{ source('canonical', 'vendor_bills') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(vendor_bill_id as varchar) as vendor_bill_id,
        cast(project_id as varchar) as project_id,
        cast(product_id as varchar) as product_id,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(vendor_name as varchar) as vendor_name,
        cast(entity_code as varchar) as entity_code,
        cast(category as varchar) as category,
        cast(cost_pool as varchar) as cost_pool,
        cast(currency_code as varchar) as currency_code,
        cast(is_uninstalled as boolean) as is_uninstalled,
        cast(is_wasted as boolean) as is_wasted,
        -- dates
        cast(bill_date as date) as bill_date,
        cast(service_start_date as date) as service_start_date,
        cast(service_end_date as date) as service_end_date,
        -- measures
        cast(net_amount as decimal(18, 4)) as net_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
