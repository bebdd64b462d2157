with

source as (
    select * from {{ source('xero', 'overpayments') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(overpayment_id as varchar) as overpayment_id,
        cast(contact_id as varchar) as contact_id,
        -- attributes
        cast(overpayment_type as varchar) as overpayment_type,
        cast(reference as varchar) as reference,
        cast(status as varchar) as status,
        cast(contact_name as varchar) as contact_name,
        cast(overpayment_date_text as varchar) as overpayment_date_text,
        cast(line_amount_types as varchar) as line_amount_types,
        cast(currency_code as varchar) as currency_code,
        cast(has_attachments as boolean) as has_attachments,
        -- dates
        cast(overpayment_date as date) as overpayment_date,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(sub_total as decimal(18, 6)) as sub_total,
        cast(total_tax as decimal(18, 6)) as total_tax,
        cast(total as decimal(18, 6)) as total,
        cast(remaining_credit as decimal(18, 6)) as remaining_credit,
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
