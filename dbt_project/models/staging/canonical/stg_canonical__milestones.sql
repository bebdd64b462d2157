{{ config(enabled=is_configured('canonical', 'milestones')) }}
with

source as (
    select * from {{ source('canonical', 'milestones') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(milestone_id as varchar) as milestone_id,
        cast(project_id as varchar) as project_id,
        cast(performance_obligation_id as varchar) as performance_obligation_id,
        -- attributes
        cast(milestone_name as varchar) as milestone_name,
        cast(currency_code as varchar) as currency_code,
        cast(state as varchar) as state,
        -- dates
        cast(baseline_date as date) as baseline_date,
        cast(forecast_date as date) as forecast_date,
        cast(reached_date as date) as reached_date,
        cast(accepted_date as date) as accepted_date,
        -- measures
        cast(weight_share as decimal(9, 6)) as weight_share,
        cast(milestone_amount as decimal(18, 4)) as milestone_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
