{#- The primary book's posted lines; a transaction is the journal. -#}
{%- set accounting_line_key = ['transaction_id', 'transaction_line_id', 'accounting_book_id'] -%}
with

transactions as (
    select * from {{ ref('int_netsuite_transactions__headed') }}
),

lines as (
    {{ current_rows(ref('stg_netsuite__transaction_lines'), 'unique_line_id') }}
),

accounting_lines as (
    {{ current_rows(ref('stg_netsuite__transaction_accounting_lines'), accounting_line_key) }}
),

jobs as (
    {{ current_rows(ref('stg_netsuite__jobs'), 'job_id') }}
),

subsidiaries as (
    select * from {{ ref('int_netsuite_subsidiaries__mapped') }}
),

conformed as (
    select
        accounting_lines.system_name,
        concat(accounting_lines.transaction_id, '-', accounting_lines.transaction_line_id)
            as gl_line_id,
        accounting_lines.transaction_id as journal_id,
        transactions.transaction_number as journal_number,
        coalesce(subsidiaries.entity_code, transactions.entity_code) as entity_code,
        transactions.posting_date,
        accounting_lines.account_id,
        coalesce(accounting_lines.debit_amount, 0) as debit_amount,
        coalesce(accounting_lines.credit_amount, 0) as credit_amount,
        lines.foreign_amount as transaction_amount,
        transactions.currency_code as transaction_currency_code,
        transactions.client_id,
        coalesce(jobs.job_id, transactions.project_id) as project_id,
        case transactions.transaction_type
            when 'CustInvc' then 'invoice'
            when 'CustCred' then 'invoice'
            when 'CustPymt' then 'payment'
            when 'Journal' then 'manual'
            else lower(transactions.transaction_type)
        end as source_type,
        accounting_lines.transaction_id as source_id,
        lines.memo as description,
        transactions.created_at as posted_at,
        accounting_lines.delivery_id,
        accounting_lines.landed_at,
        accounting_lines.row_hash
    from accounting_lines
    inner join transactions
        on
            accounting_lines.system_name = transactions.system_name
            and accounting_lines.transaction_id = transactions.transaction_id
    left join lines
        on
            accounting_lines.system_name = lines.system_name
            and accounting_lines.transaction_id = lines.transaction_id
            and accounting_lines.transaction_line_id = lines.transaction_line_id
    left join jobs
        on
            lines.system_name = jobs.system_name
            and lines.entity_id = jobs.job_id
    left join subsidiaries
        on
            lines.system_name = subsidiaries.system_name
            and lines.subsidiary_id = subsidiaries.subsidiary_id
    where
        accounting_lines.is_posting
        and accounting_lines.accounting_book_id = '1'
        and accounting_lines.account_id is not null
)

select * from conformed
