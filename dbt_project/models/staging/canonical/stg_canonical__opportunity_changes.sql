with

source as (
    select * from {{ source('canonical', 'opportunity_changes') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(opportunity_change_id as varchar) as opportunity_change_id,
        cast(opportunity_id as varchar) as opportunity_id,
        -- attributes
        cast(stage as varchar) as stage,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        cast(close_date as date) as close_date,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(win_probability_share as decimal(9, 6)) as win_probability_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
