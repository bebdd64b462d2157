{{ config(enabled=is_configured('canonical', 'bill_rates')) }}
with

source as (
    select * from {{ source('canonical', 'bill_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(bill_rate_id as varchar) as bill_rate_id,
        cast(project_id as varchar) as project_id,
        cast(client_id as varchar) as client_id,
        cast(person_id as varchar) as person_id,
        -- attributes
        cast(role as varchar) as role,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        -- measures
        cast(bill_rate as decimal(18, 6)) as bill_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
