with

source as (
    select * from {{ source('canonical', 'gl_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(gl_line_id as varchar) as gl_line_id,
        cast(journal_id as varchar) as journal_id,
        cast(account_id as varchar) as account_id,
        cast(client_id as varchar) as client_id,
        cast(project_id as varchar) as project_id,
        cast(source_id as varchar) as source_id,
        -- attributes
        cast(journal_number as varchar) as journal_number,
        cast(entity_code as varchar) as entity_code,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(source_type as varchar) as source_type,
        cast(description as varchar) as description,
        -- dates
        cast(posting_date as date) as posting_date,
        cast(posted_at as timestamp) as posted_at,
        -- measures
        cast(debit_amount as decimal(18, 4)) as debit_amount,
        cast(credit_amount as decimal(18, 4)) as credit_amount,
        cast(transaction_amount as decimal(18, 4)) as transaction_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
