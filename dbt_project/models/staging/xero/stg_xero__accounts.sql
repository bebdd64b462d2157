with

source as (
    select * from {{ source('xero', 'accounts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(code as varchar) as account_code,
        cast(name as varchar) as account_name,
        cast(account_type as varchar) as account_type,
        cast(account_class as varchar) as account_class,
        cast(status as varchar) as status,
        cast(description as varchar) as description,
        cast(bank_account_number as varchar) as bank_account_number,
        cast(bank_account_type as varchar) as bank_account_type,
        cast(currency_code as varchar) as currency_code,
        cast(tax_type as varchar) as tax_type,
        cast(enable_payments_to_account as boolean) as has_payments_enabled,
        cast(show_in_expense_claims as boolean) as is_in_expense_claims,
        cast(system_account as varchar) as system_account,
        cast(reporting_code as varchar) as reporting_code,
        cast(reporting_code_name as varchar) as reporting_code_name,
        cast(has_attachments as boolean) as has_attachments,
        cast(add_to_watchlist as boolean) as is_on_watchlist,
        -- dates
        cast(updated_at as timestamp) as updated_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
