with

source as (
    select * from {{ source('xero', 'payments') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(payment_id as varchar) as payment_id,
        cast(batch_payment_id as varchar) as batch_payment_id,
        cast(account_id as varchar) as account_id,
        cast(invoice_id as varchar) as invoice_id,
        cast(contact_id as varchar) as contact_id,
        cast(credit_note_id as varchar) as credit_note_id,
        -- attributes
        cast(payment_type as varchar) as payment_type,
        cast(status as varchar) as status,
        cast(reference as varchar) as reference,
        cast(is_reconciled as boolean) as is_reconciled,
        cast(has_account as boolean) as has_account,
        cast(account_code as varchar) as account_code,
        cast(invoice_number as varchar) as invoice_number,
        cast(invoice_type as varchar) as invoice_type,
        cast(currency_code as varchar) as currency_code,
        cast(contact_name as varchar) as contact_name,
        cast(credit_note_number as varchar) as credit_note_number,
        cast(bank_account_number as varchar) as bank_account_number,
        cast(particulars as varchar) as particulars,
        cast(details as varchar) as details,
        -- dates
        cast(payment_date as date) as payment_date,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 6)) as amount,
        cast(bank_amount as decimal(18, 6)) as bank_amount,
        cast(currency_rate as decimal(24, 12)) as currency_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
