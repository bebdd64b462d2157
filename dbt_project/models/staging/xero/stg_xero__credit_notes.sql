with

source as (
    select * from {{ source('xero', 'credit_notes') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(credit_note_id as varchar) as credit_note_id,
        cast(contact_id as varchar) as contact_id,
        cast(branding_theme_id as varchar) as branding_theme_id,
        -- attributes
        cast(credit_note_type as varchar) as credit_note_type,
        cast(credit_note_number as varchar) as credit_note_number,
        cast(reference as varchar) as reference,
        cast(status as varchar) as status,
        cast(contact_name as varchar) as contact_name,
        cast(credit_note_date_text as varchar) as credit_note_date_text,
        cast(due_date_text as varchar) as due_date_text,
        cast(line_amount_types as varchar) as line_amount_types,
        cast(currency_code as varchar) as currency_code,
        cast(sent_to_contact as boolean) as is_sent_to_contact,
        cast(has_attachments as boolean) as has_attachments,
        -- dates
        cast(credit_note_date as date) as credit_note_date,
        cast(due_date as date) as due_date,
        cast(fully_paid_on as date) as fully_paid_on,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(sub_total as decimal(18, 6)) as sub_total,
        cast(total_tax as decimal(18, 6)) as total_tax,
        cast(total as decimal(18, 6)) as total,
        cast(remaining_credit as decimal(18, 6)) as remaining_credit,
        cast(applied_amount as decimal(18, 6)) as applied_amount,
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
