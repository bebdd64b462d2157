{{ config(enabled=is_configured('canonical', 'usage_records')) }}
with

source as (
    select * from {{ source('canonical', 'usage_records') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(usage_record_id as varchar) as usage_record_id,
        cast(contract_id as varchar) as contract_id,
        cast(performance_obligation_id as varchar) as performance_obligation_id,
        cast(invoice_line_id as varchar) as invoice_line_id,
        -- attributes
        cast(unit as varchar) as unit,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(usage_date as date) as usage_date,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
