with

source as (
    select * from {{ source('canonical', 'payments') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(payment_id as varchar) as payment_id,
        cast(invoice_id as varchar) as invoice_id,
        -- dates
        cast(payment_date as date) as payment_date,
        -- measures
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
