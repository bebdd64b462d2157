with

source as (
    select * from {{ source('tryton', 'employee_cost_prices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as cost_price_id,
        cast(employee as varchar) as employee_id,
        -- dates
        cast(date as date) as valid_from_date,
        -- measures
        cast(cost_price as decimal(18, 6)) as cost_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
