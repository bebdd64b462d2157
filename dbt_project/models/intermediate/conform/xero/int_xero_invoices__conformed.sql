{#- Sales invoices and what customers have in credit: credit notes and overpayments. Bills are no
    receivables. Xero's rate is foreign currency per home currency: an amount is divided by it. -#}
with

invoices as (
    {{ current_rows(ref('stg_xero__invoices'), 'invoice_id') }}
),

credit_notes as (
    {{ current_rows(ref('stg_xero__credit_notes'), 'credit_note_id') }}
),

overpayments as (
    {{ current_rows(ref('stg_xero__overpayments'), 'overpayment_id') }}
),

documents as (
    select
        system_name,
        invoice_id,
        invoice_number,
        'invoice' as invoice_type,
        status,
        contact_id,
        invoice_date,
        due_date,
        currency_code,
        currency_rate,
        sub_total,
        total_tax,
        total,
        amount_due as open_amount,
        updated_at,
        delivery_id,
        landed_at,
        row_hash
    from invoices
    where invoice_type = 'ACCREC'
    union all
    select
        system_name,
        credit_note_id as invoice_id,
        credit_note_number as invoice_number,
        'credit_note' as invoice_type,
        status,
        contact_id,
        credit_note_date as invoice_date,
        due_date,
        currency_code,
        currency_rate,
        -sub_total as sub_total,
        -total_tax as total_tax,
        -total as total,
        -remaining_credit as open_amount,
        updated_at,
        delivery_id,
        landed_at,
        row_hash
    from credit_notes
    where credit_note_type = 'ACCRECCREDIT'
    union all
    select
        system_name,
        overpayment_id as invoice_id,
        cast(null as {{ dbt.type_string() }}) as invoice_number,
        'overpayment' as invoice_type,
        status,
        contact_id,
        overpayment_date as invoice_date,
        cast(null as date) as due_date,
        currency_code,
        currency_rate,
        -sub_total as sub_total,
        -total_tax as total_tax,
        -total as total,
        -remaining_credit as open_amount,
        updated_at,
        delivery_id,
        landed_at,
        row_hash
    from overpayments
    where overpayment_type in ('RECEIVE-OVERPAYMENT', 'AROVERPAYMENT')
),

conformed as (
    select
        documents.system_name,
        documents.invoice_id,
        documents.invoice_number,
        documents.invoice_type,
        case documents.status
            when 'AUTHORISED' then 'posted'
            when 'PAID' then 'paid'
            when 'VOIDED' then 'voided'
            when 'DELETED' then 'voided'
            else 'draft'
        end as state,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        documents.contact_id as client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        documents.invoice_date,
        documents.due_date,
        documents.currency_code,
        coalesce(documents.sub_total, 0) as net_amount,
        coalesce(documents.total_tax, 0) as tax_amount,
        coalesce(documents.total, 0) as total_amount,
        coalesce(documents.open_amount, 0) as open_amount,
        {{ posted_amount(exact_quotient('documents.open_amount', 'coalesce(documents.currency_rate, 1)', 6)) }}
            as open_functional_amount,
        documents.updated_at,
        documents.delivery_id,
        documents.landed_at,
        documents.row_hash
    from documents
)

select * from conformed
