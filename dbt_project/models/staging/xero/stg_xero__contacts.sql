with

source as (
    select * from {{ source('xero', 'contacts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contact_id as varchar) as contact_id,
        cast(merged_to_contact_id as varchar) as merged_to_contact_id,
        -- attributes
        cast(contact_number as varchar) as contact_number,
        cast(account_number as varchar) as account_number,
        cast(status as varchar) as status,
        cast(name as varchar) as contact_name,
        cast(first_name as varchar) as first_name,
        cast(last_name as varchar) as last_name,
        cast(company_number as varchar) as company_number,
        cast(email_address as varchar) as email_address,
        cast(contact_persons as varchar) as contact_persons,
        cast(bank_account_details as varchar) as bank_account_details,
        cast(tax_number as varchar) as tax_number,
        cast(tax_number_type as varchar) as tax_number_type,
        cast(accounts_receivable_tax_type as varchar) as accounts_receivable_tax_type,
        cast(accounts_payable_tax_type as varchar) as accounts_payable_tax_type,
        cast(addresses as varchar) as addresses,
        cast(phones as varchar) as phones,
        cast(is_supplier as boolean) as is_supplier,
        cast(is_customer as boolean) as is_customer,
        cast(sales_default_line_amount_type as varchar) as sales_default_line_amount_type,
        cast(purchases_default_line_amount_type as varchar) as purchases_default_line_amount_type,
        cast(default_currency as varchar) as default_currency,
        cast(xero_network_key as varchar) as xero_network_key,
        cast(sales_default_account_code as varchar) as sales_default_account_code,
        cast(purchases_default_account_code as varchar) as purchases_default_account_code,
        cast(sales_tracking_categories as varchar) as sales_tracking_categories,
        cast(purchases_tracking_categories as varchar) as purchases_tracking_categories,
        cast(tracking_category_name as varchar) as tracking_category_name,
        cast(tracking_category_option as varchar) as tracking_category_option,
        cast(payment_terms as varchar) as payment_terms,
        cast(contact_groups as varchar) as contact_groups,
        cast(website as varchar) as website,
        cast(branding_theme as varchar) as branding_theme,
        cast(balances as varchar) as balances,
        cast(has_attachments as boolean) as has_attachments,
        -- dates
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(discount as decimal(12, 6)) as discount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
