{{ config(enabled=is_configured('canonical', 'decisions')) }}
with

source as (
    select * from {{ source('canonical', 'decisions') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(decision_id as varchar) as decision_id,
        -- attributes
        cast(axis as varchar) as axis,
        cast(action as varchar) as action,
        cast(decided_by as varchar) as decided_by,
        -- dates
        cast(decided_on as date) as decided_on,
        -- measures
        cast(expected_effect as decimal(18, 6)) as expected_effect,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
