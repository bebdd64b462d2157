{{ config(enabled=is_configured('canonical', 'period_events')) }}
with

source as (
    select * from {{ source('canonical', 'period_events') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(period_event_id as varchar) as period_event_id,
        -- attributes
        cast(entity_code as varchar) as entity_code,
        cast(lock as varchar) as lock,
        cast(event_type as varchar) as event_type,
        cast(actor as varchar) as actor,
        cast(reason as varchar) as reason,
        -- dates
        cast(period_start_date as date) as period_start_date,
        cast(occurred_at as timestamp) as occurred_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
