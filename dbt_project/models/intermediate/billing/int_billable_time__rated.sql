{#- Billable time with its list price and what stands in the way of an invoice for it. An hour without a list
    price is worth its agreed rate: nothing says that it was sold for less (decision 24). -#}
with

rebuilt_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__valued'), ref('int_billable_time__affected'), ['system_name', 'time_entry_id']
    ) }}
),

time_entries as (
    select * from rebuilt_entries
    where is_billable
),

rates as (
    select * from {{ ref('int_bill_rates__assigned') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

keyed as (
    select
        time_entries.*,
        {{ surrogate_key(['project_key', 'client_key', 'person_key', 'currency_code']) }}
            as rate_context_key
    from time_entries
),

valued as (
    select
        keyed.system_name,
        keyed.time_entry_id,
        keyed.person_id,
        keyed.entity_code,
        keyed.project_key,
        keyed.client_key,
        terms.contract_key,
        coalesce(terms.is_paid_by_time, true) as is_paid_by_time,
        keyed.work_date,
        keyed.period_code,
        keyed.approval_state,
        keyed.invoice_line_id,
        invoice_lines.invoice_id,
        invoice_lines.invoice_state,
        keyed.hours,
        keyed.currency_code,
        keyed.bill_rate,
        rates.list_rate_id,
        rates.list_rate,
        keyed.billable_transaction_amount as agreed_amount,
        case
            when keyed.billable_transaction_amount is null then null
            when rates.list_rate is null then keyed.billable_transaction_amount
            else {{ exact_product('keyed.hours', 'rates.list_rate') }}
        end as standard_amount,
        keyed.billable_functional_amount as agreed_functional_amount,
        keyed.billable_reporting_amount as agreed_reporting_amount,
        keyed.functional_currency_code,
        keyed.reporting_currency_code,
        keyed.rate_context_key,
        keyed.landed_at,
        keyed.delivery_id,
        keyed.row_hash
    from keyed
    left join terms on keyed.project_key = terms.project_key
    left join rates
        on
            keyed.rate_context_key = rates.rate_context_key
            and keyed.work_date >= rates.valid_from
            and keyed.work_date < rates.valid_before
    left join invoice_lines
        on
            keyed.system_name = invoice_lines.system_name
            and keyed.invoice_line_id = invoice_lines.invoice_line_id
),

rated as (
    select
        valued.*,
        case
            when invoice_state in ('posted', 'paid') then 'invoiced'
            when invoice_state = 'voided' then 'invoice_voided'
            when approval_state = 'rejected' then 'rejected'
            when approval_state = 'approved' then 'approved'
            else 'not_approved'
        end as billing_stage
    from valued
)

select * from rated
