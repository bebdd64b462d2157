{{ config(enabled=is_configured('canonical', 'disputes')) }}
with

source as (
    select * from {{ source('canonical', 'disputes') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(dispute_id as varchar) as dispute_id,
        cast(invoice_id as varchar) as invoice_id,
        -- attributes
        cast(reason as varchar) as reason,
        -- dates
        cast(opened_date as date) as opened_date,
        cast(closed_date as date) as closed_date,
        -- measures
        cast(disputed_amount as decimal(18, 4)) as disputed_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
