{{ config(enabled=is_configured('canonical', 'contract_versions')) }}
with

source as (
    select * from {{ source('canonical', 'contract_versions') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contract_version_id as varchar) as contract_version_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(modification_type as varchar) as modification_type,
        cast(reason as varchar) as reason,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(effective_date as date) as effective_date,
        cast(approved_date as date) as approved_date,
        -- measures
        cast(version_number as bigint) as version_number,
        cast(fixed_amount as decimal(18, 4)) as fixed_amount,
        cast(not_to_exceed_amount as decimal(18, 4)) as not_to_exceed_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
