with

source as (
    select * from {{ source('xero', 'credit_note_line_items') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(credit_note_id as varchar) as credit_note_id,
        cast(line_item_id as varchar) as line_item_id,
        cast(account_id as varchar) as account_id,
        cast(repeating_invoice_id as varchar) as repeating_invoice_id,
        -- attributes
        cast(description as varchar) as description,
        cast(tax_type as varchar) as tax_type,
        cast(item_code as varchar) as item_code,
        cast(item as varchar) as item,
        cast(item_name as varchar) as item_name,
        cast(account_code as varchar) as account_code,
        cast(tracking as varchar) as tracking,
        cast(project_code as varchar) as project_code,
        -- dates
        cast(credit_note_updated_at as timestamp) as credit_note_updated_at,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_amount as decimal(18, 6)) as unit_amount,
        cast(line_amount as decimal(18, 6)) as line_amount,
        cast(tax_amount as decimal(18, 6)) as tax_amount,
        cast(discount_rate as decimal(12, 6)) as discount_rate,
        cast(discount_amount as decimal(18, 6)) as discount_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
