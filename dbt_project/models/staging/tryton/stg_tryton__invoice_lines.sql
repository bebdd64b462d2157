with

source as (
    select * from {{ source('tryton', 'invoice_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as invoice_line_id,
        cast(invoice as varchar) as invoice_id,
        cast(product as varchar) as product_id,
        cast(account as varchar) as account_id,
        cast(currency as varchar) as currency_id,
        cast(unit as varchar) as unit_id,
        -- attributes
        cast(invoice_type as varchar) as invoice_type,
        cast(type as varchar) as invoice_line_type,
        cast(origin as varchar) as origin_name,
        cast(description as varchar) as description,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 8)) as unit_price,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
