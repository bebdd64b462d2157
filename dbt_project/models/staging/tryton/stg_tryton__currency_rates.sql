with

source as (
    select * from {{ source('tryton', 'currency_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as currency_rate_id,
        cast(currency as varchar) as currency_id,
        -- dates
        cast(date as date) as rate_date,
        -- measures
        cast(rate as decimal(18, 9)) as currency_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
