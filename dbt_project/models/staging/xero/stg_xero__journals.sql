with

source as (
    select * from {{ source('xero', 'journals') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(journal_id as varchar) as journal_id,
        cast(source_id as varchar) as source_id,
        -- attributes
        cast(journal_number as bigint) as journal_number,
        cast(reference as varchar) as reference,
        cast(source_type as varchar) as source_type,
        -- dates
        cast(journal_date as date) as journal_date,
        cast(created_at as timestamp) as created_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
