with

source as (
    select * from {{ source('xero', 'invoices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(invoice_id as varchar) as invoice_id,
        cast(contact_id as varchar) as contact_id,
        cast(branding_theme_id as varchar) as branding_theme_id,
        cast(repeating_invoice_id as varchar) as repeating_invoice_id,
        -- attributes
        cast(invoice_type as varchar) as invoice_type,
        cast(invoice_number as varchar) as invoice_number,
        cast(reference as varchar) as reference,
        cast(status as varchar) as status,
        cast(contact_name as varchar) as contact_name,
        cast(invoice_date_text as varchar) as invoice_date_text,
        cast(due_date_text as varchar) as due_date_text,
        cast(line_amount_types as varchar) as line_amount_types,
        cast(currency_code as varchar) as currency_code,
        cast(url as varchar) as url,
        cast(sent_to_contact as boolean) as is_sent_to_contact,
        cast(has_attachments as boolean) as has_attachments,
        cast(is_discounted as boolean) as is_discounted,
        -- dates
        cast(invoice_date as date) as invoice_date,
        cast(due_date as date) as due_date,
        cast(expected_payment_date as date) as expected_payment_date,
        cast(planned_payment_date as date) as planned_payment_date,
        cast(fully_paid_on as date) as fully_paid_on,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(sub_total as decimal(18, 6)) as sub_total,
        cast(total_tax as decimal(18, 6)) as total_tax,
        cast(total as decimal(18, 6)) as total,
        cast(total_discount as decimal(18, 6)) as total_discount,
        cast(amount_due as decimal(18, 6)) as amount_due,
        cast(amount_paid as decimal(18, 6)) as amount_paid,
        cast(amount_credited as decimal(18, 6)) as amount_credited,
        cast(cis_deduction as decimal(18, 6)) as cis_deduction,
        cast(cis_rate as decimal(12, 6)) as cis_rate,
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
