with

source as (
    select * from {{ source('tryton', 'employees') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as employee_id,
        cast(party as varchar) as party_id,
        cast(company as varchar) as company_id,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
