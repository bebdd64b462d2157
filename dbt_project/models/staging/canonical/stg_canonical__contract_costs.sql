{{ config(enabled=is_configured('canonical', 'contract_costs')) }}
with

source as (
    select * from {{ source('canonical', 'contract_costs') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contract_cost_id as varchar) as contract_cost_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(cost_type as varchar) as cost_type,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(incurred_date as date) as incurred_date,
        cast(amortisation_start_date as date) as amortisation_start_date,
        cast(amortisation_end_date as date) as amortisation_end_date,
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
