with

source as (
    select * from {{ source('netsuite', 'transaction_accounting_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(transaction_id as varchar) as transaction_id,
        cast(transaction_line_id as varchar) as transaction_line_id,
        cast(accounting_book_id as varchar) as accounting_book_id,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(is_posting as boolean) as is_posting,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(debit_amount as decimal(18, 6)) as debit_amount,
        cast(credit_amount as decimal(18, 6)) as credit_amount,
        cast(amount as decimal(18, 6)) as amount,
        cast(net_amount as decimal(18, 6)) as net_amount,
        cast(unpaid_amount as decimal(18, 6)) as unpaid_amount,
        cast(paid_amount as decimal(18, 6)) as paid_amount,
        cast(unused_amount as decimal(18, 6)) as unused_amount,
        cast(used_amount as decimal(18, 6)) as used_amount,
        cast(exchange_rate as decimal(24, 12)) as exchange_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
