with

source as (
    select * from {{ source('xero', 'prepayment_allocations') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(prepayment_id as varchar) as prepayment_id,
        cast(allocation_id as varchar) as allocation_id,
        cast(invoice_id as varchar) as invoice_id,
        -- attributes
        cast(prepayment_type as varchar) as prepayment_type,
        cast(invoice_number as varchar) as invoice_number,
        cast(is_withdrawn as boolean) as is_withdrawn,
        -- dates
        cast(allocation_date as date) as allocation_date,
        cast(prepayment_updated_at as timestamp) as prepayment_updated_at,
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
