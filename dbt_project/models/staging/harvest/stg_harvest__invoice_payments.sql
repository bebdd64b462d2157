with

source as (
    select * from {{ source('harvest', 'invoice_payments') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(invoice_id as varchar) as invoice_id,
        cast(id as varchar) as invoice_payment_id,
        cast(transaction_id as varchar) as transaction_id,
        cast(payment_gateway_id as varchar) as payment_gateway_id,
        -- attributes
        cast(recorded_by as varchar) as recorded_by,
        cast(recorded_by_email as varchar) as recorded_by_email,
        cast(notes as varchar) as notes,
        cast(payment_gateway_name as varchar) as payment_gateway_name,
        -- dates
        cast(invoice_updated_at as timestamp) as invoice_updated_at,
        cast(paid_at as timestamp) as paid_at,
        cast(paid_date as date) as paid_date,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 6)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
