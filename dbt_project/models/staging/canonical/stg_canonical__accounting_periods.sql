with

source as (
    select * from {{ source('canonical', 'accounting_periods') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(accounting_period_id as varchar) as accounting_period_id,
        -- attributes
        cast(entity_code as varchar) as entity_code,
        cast(state as varchar) as state,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(closed_at as timestamp) as closed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
