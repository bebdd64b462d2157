with

source as (
    select * from {{ source('tryton', 'periods') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as period_id,
        -- attributes
        cast(name as varchar) as period_name,
        cast(type as varchar) as period_type,
        cast(state as varchar) as state,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
