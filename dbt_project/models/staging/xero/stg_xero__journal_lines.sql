with

source as (
    select * from {{ source('xero', 'journal_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(journal_id as varchar) as journal_id,
        cast(journal_line_id as varchar) as journal_line_id,
        cast(source_id as varchar) as source_id,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(journal_number as bigint) as journal_number,
        cast(source_type as varchar) as source_type,
        cast(account_code as varchar) as account_code,
        cast(account_type as varchar) as account_type,
        cast(account_name as varchar) as account_name,
        cast(description as varchar) as description,
        cast(tax_type as varchar) as tax_type,
        cast(tax_name as varchar) as tax_name,
        cast(tracking_categories as varchar) as tracking_categories,
        -- dates
        cast(journal_date as date) as journal_date,
        cast(journal_created_at as timestamp) as journal_created_at,
        -- measures
        cast(net_amount as decimal(18, 6)) as net_amount,
        cast(gross_amount as decimal(18, 6)) as gross_amount,
        cast(tax_amount as decimal(18, 6)) as tax_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
