with

source as (
    select * from {{ source('canonical', 'gl_accounts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(account_code as varchar) as account_code,
        cast(account_name as varchar) as account_name,
        cast(account_type as varchar) as account_type,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
