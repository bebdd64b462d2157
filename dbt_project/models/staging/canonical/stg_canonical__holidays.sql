{{ config(enabled=is_configured('canonical', 'holidays')) }}
with

source as (
    select * from {{ source('canonical', 'holidays') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(holiday_id as varchar) as holiday_id,
        -- attributes
        cast(entity_code as varchar) as entity_code,
        cast(region as varchar) as region,
        cast(holiday_name as varchar) as holiday_name,
        -- dates
        cast(holiday_date as date) as holiday_date,
        -- measures
        cast(day_share as decimal(9, 6)) as day_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
