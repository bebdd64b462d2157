{{ config(enabled=is_configured('canonical', 'estimates')) }}
with

source as (
    select * from {{ source('canonical', 'estimates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(estimate_id as varchar) as estimate_id,
        cast(project_id as varchar) as project_id,
        -- attributes
        cast(currency_code as varchar) as currency_code,
        cast(reason as varchar) as reason,
        -- dates
        cast(made_on as date) as made_on,
        cast(forecast_end_date as date) as forecast_end_date,
        -- measures
        cast(remaining_hours as decimal(18, 4)) as remaining_hours,
        cast(remaining_cost_amount as decimal(18, 4)) as remaining_cost_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
