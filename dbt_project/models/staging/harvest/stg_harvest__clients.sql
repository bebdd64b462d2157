with

source as (
    select * from {{ source('harvest', 'clients') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as client_id,
        -- attributes
        cast(name as varchar) as client_name,
        cast(is_active as boolean) as is_active,
        cast(address as varchar) as address,
        cast(statement_key as varchar) as statement_key,
        cast(currency as varchar) as currency_code,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
