{{ config(enabled=is_configured('canonical', 'payroll_costs')) }}
with

source as (
    select * from {{ source('canonical', 'payroll_costs') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(payroll_cost_id as varchar) as payroll_cost_id,
        cast(person_id as varchar) as person_id,
        -- attributes
        cast(entity_code as varchar) as entity_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(period_start_date as date) as period_start_date,
        cast(period_end_date as date) as period_end_date,
        -- measures
        cast(gross_amount as decimal(18, 4)) as gross_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
