with

source as (
    select * from {{ source('harvest', 'cost_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(user_id as varchar) as user_id,
        cast(id as varchar) as cost_rate_id,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 6)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
