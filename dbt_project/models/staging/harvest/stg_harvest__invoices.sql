with

source as (
    select * from {{ source('harvest', 'invoices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as invoice_id,
        cast(client_id as varchar) as client_id,
        cast(estimate_id as varchar) as estimate_id,
        cast(retainer_id as varchar) as retainer_id,
        cast(creator_id as varchar) as creator_id,
        cast(recurring_invoice_id as varchar) as recurring_invoice_id,
        -- attributes
        cast(client_name as varchar) as client_name,
        cast(creator_name as varchar) as creator_name,
        cast(client_key as varchar) as client_key,
        cast(number as varchar) as invoice_number,
        cast(purchase_order as varchar) as purchase_order,
        cast(subject as varchar) as subject,
        cast(notes as varchar) as notes,
        cast(currency as varchar) as currency_code,
        cast(state as varchar) as state,
        cast(payment_term as varchar) as payment_term,
        cast(payment_options as varchar) as payment_options,
        -- dates
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        cast(issue_date as date) as invoice_date,
        cast(due_date as date) as due_date,
        cast(sent_at as timestamp) as sent_at,
        cast(paid_at as timestamp) as paid_at,
        cast(paid_date as date) as paid_date,
        cast(closed_at as timestamp) as closed_at,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 6)) as amount,
        cast(due_amount as decimal(18, 6)) as due_amount,
        cast(tax as decimal(12, 6)) as tax,
        cast(tax_amount as decimal(18, 6)) as tax_amount,
        cast(tax2 as decimal(12, 6)) as tax2,
        cast(tax2_amount as decimal(18, 6)) as tax2_amount,
        cast(discount as decimal(12, 6)) as discount,
        cast(discount_amount as decimal(18, 6)) as discount_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
