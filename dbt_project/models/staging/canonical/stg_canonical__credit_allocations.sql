{{ config(enabled=is_configured('canonical', 'credit_allocations')) }}
with

source as (
    select * from {{ source('canonical', 'credit_allocations') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(credit_allocation_id as varchar) as credit_allocation_id,
        cast(credit_id as varchar) as credit_id,
        cast(invoice_id as varchar) as invoice_id,
        -- dates
        cast(allocation_date as date) as allocation_date,
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
