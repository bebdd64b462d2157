with

source as (
    select * from {{ source('hubspot', 'deal_close_date_changes') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(deal_id as varchar) as deal_id,
        cast(source_id as varchar) as source_id,
        cast(changed_by_user_id as varchar) as changed_by_user_id,
        -- attributes
        cast(source_type as varchar) as source_type,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        cast(closes_at as timestamp) as closes_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
