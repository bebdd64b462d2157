with

source as (
    select * from {{ source('netsuite', 'accounts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(account_id as varchar) as account_id,
        cast(external_id as varchar) as external_id,
        cast(parent_account_id as varchar) as parent_account_id,
        cast(currency_id as varchar) as currency_id,
        -- attributes
        cast(account_number as varchar) as account_number,
        cast(account_name as varchar) as account_name,
        cast(full_name as varchar) as full_name,
        cast(account_type as varchar) as account_type,
        cast(special_type as varchar) as special_type,
        cast(description as varchar) as description,
        cast(general_rate_type as varchar) as general_rate_type,
        cast(is_eliminated as boolean) as is_eliminated,
        cast(is_summary as boolean) as is_summary,
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
