{{ config(enabled=is_configured('canonical', 'transition_targets')) }}
with

source as (
    select * from {{ source('canonical', 'transition_targets') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(transition_target_id as varchar) as transition_target_id,
        -- dates
        cast(approved_date as date) as approved_date,
        cast(period_start_date as date) as period_start_date,
        -- measures
        cast(version_number as bigint) as version_number,
        cast(product_revenue_share as decimal(9, 6)) as product_revenue_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
