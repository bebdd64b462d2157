with

source as (
    select * from {{ source('tryton', 'accounts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as account_id,
        cast(type as varchar) as account_type_id,
        cast(company as varchar) as company_id,
        -- attributes
        cast(code as varchar) as account_code,
        cast(name as varchar) as account_name,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
