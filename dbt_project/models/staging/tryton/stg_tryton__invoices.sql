with

source as (
    select * from {{ source('tryton', 'invoices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as invoice_id,
        cast(company as varchar) as company_id,
        cast(party as varchar) as party_id,
        cast(currency as varchar) as currency_id,
        cast(account as varchar) as account_id,
        cast(move as varchar) as move_id,
        -- attributes
        cast(type as varchar) as invoice_type,
        cast(number as varchar) as invoice_number,
        cast(state as varchar) as state,
        -- dates
        cast(invoice_date as date) as invoice_date,
        cast(accounting_date as date) as accounting_date,
        cast(payment_term_date as date) as payment_term_date,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(untaxed_amount as decimal(18, 4)) as untaxed_amount,
        cast(tax_amount as decimal(18, 4)) as tax_amount,
        cast(total_amount as decimal(18, 4)) as total_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
