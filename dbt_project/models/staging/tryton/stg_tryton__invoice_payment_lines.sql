with

source as (
    select * from {{ source('tryton', 'invoice_payment_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as invoice_payment_line_id,
        cast(invoice as varchar) as invoice_id,
        cast(line as varchar) as move_line_id,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
