with

source as (
    select * from {{ source('canonical', 'clients') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(client_id as varchar) as client_id,
        cast(shared_id as varchar) as shared_id,
        cast(parent_client_id as varchar) as parent_client_id,
        -- attributes
        cast(client_name as varchar) as client_name,
        cast(email_domain as varchar) as email_domain,
        cast(country_code as varchar) as country_code,
        cast(region as varchar) as region,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
