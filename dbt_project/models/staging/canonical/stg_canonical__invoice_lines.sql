with

source as (
    select * from {{ source('canonical', 'invoice_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(invoice_line_id as varchar) as invoice_line_id,
        cast(invoice_id as varchar) as invoice_id,
        cast(project_id as varchar) as project_id,
        cast(product_id as varchar) as product_id,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(description as varchar) as description,
        cast(unit as varchar) as unit,
        -- dates
        cast(service_start_date as date) as service_start_date,
        cast(service_end_date as date) as service_end_date,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
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
