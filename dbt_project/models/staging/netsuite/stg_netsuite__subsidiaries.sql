with

source as (
    select * from {{ source('netsuite', 'subsidiaries') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(subsidiary_id as varchar) as subsidiary_id,
        cast(external_id as varchar) as external_id,
        cast(parent_subsidiary_id as varchar) as parent_subsidiary_id,
        cast(currency_id as varchar) as currency_id,
        -- attributes
        cast(subsidiary_name as varchar) as subsidiary_name,
        cast(full_name as varchar) as full_name,
        cast(legal_name as varchar) as legal_name,
        cast(transaction_prefix as varchar) as transaction_prefix,
        cast(country_code as varchar) as country_code,
        cast(is_elimination as boolean) as is_elimination,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
