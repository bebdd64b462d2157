{{ config(enabled=is_configured('canonical', 'planned_periods')) }}
with

source as (
    select * from {{ source('canonical', 'planned_periods') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(baseline_id as varchar) as baseline_id,
        -- attributes
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(period_start_date as date) as period_start_date,
        -- measures
        cast(planned_hours as decimal(18, 4)) as planned_hours,
        cast(planned_cost_amount as decimal(18, 4)) as planned_cost_amount,
        cast(planned_revenue_amount as decimal(18, 4)) as planned_revenue_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
