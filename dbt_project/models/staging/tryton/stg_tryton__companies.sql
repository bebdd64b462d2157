with

source as (
    select * from {{ source('tryton', 'companies') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as company_id,
        cast(party as varchar) as party_id,
        cast(currency as varchar) as currency_id,
        -- measures
        cast(hours_per_work_week as decimal(9, 4)) as hours_per_work_week,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
