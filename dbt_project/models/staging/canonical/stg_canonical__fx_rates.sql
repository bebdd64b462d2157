with

source as (
    select * from {{ source('canonical', 'fx_rates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(fx_rate_id as varchar) as fx_rate_id,
        -- attributes
        cast(from_currency_code as varchar) as from_currency_code,
        cast(to_currency_code as varchar) as to_currency_code,
        cast(rate_type as varchar) as rate_type,
        -- dates
        cast(rate_date as date) as rate_date,
        -- measures
        cast(fx_rate as decimal(18, 9)) as fx_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
