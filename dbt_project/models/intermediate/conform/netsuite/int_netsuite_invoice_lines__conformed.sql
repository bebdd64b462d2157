{#- Lines are signed as the ledger posts them: what is sold is a credit. Lines without an account are
    text and subtotals; lines of tax and of what sold goods cost bill nothing. On a project the item is
    the kind of work; elsewhere it is the product. The last day of a service is one of its days. -#}
{%- set accounting_line_key = ['transaction_id', 'transaction_line_id', 'accounting_book_id'] -%}
with

documents as (
    select * from {{ ref('int_netsuite_transactions__headed') }}
    where transaction_type in ('CustInvc', 'CustCred')
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

products as (
    select * from {{ ref('int_netsuite_products__conformed') }}
),

conformed as (
    select
        lines.system_name,
        concat(lines.transaction_id, '-', lines.transaction_line_id) as invoice_line_id,
        lines.transaction_id as invoice_id,
        coalesce(jobs.job_id, documents.project_id) as project_id,
        case when coalesce(jobs.job_id, documents.project_id) is null then products.product_id end
            as product_id,
        lines.memo as description,
        coalesce(-lines.quantity, case when lines.foreign_amount > 0 then -1 else 1 end) as quantity,
        'other' as unit,
        coalesce(lines.rate, abs(lines.foreign_amount)) as unit_price,
        -lines.foreign_amount as net_amount,
        accounting_lines.account_id,
        lines.service_start_date,
        {{ plus_days('lines.service_end_date', 1) }} as service_end_date,
        lines.delivery_id,
        lines.landed_at,
        lines.row_hash
    from lines
    inner join documents
        on
            lines.system_name = documents.system_name
            and lines.transaction_id = documents.transaction_id
    inner join accounting_lines
        on
            lines.system_name = accounting_lines.system_name
            and lines.transaction_id = accounting_lines.transaction_id
            and lines.transaction_line_id = accounting_lines.transaction_line_id
            and accounting_lines.accounting_book_id = '1'
    left join jobs
        on
            lines.system_name = jobs.system_name
            and lines.entity_id = jobs.job_id
    left join products
        on
            lines.system_name = products.system_name
            and lines.item_id = products.product_id
    where
        not lines.is_main_line
        and not lines.is_tax_line
        and not coalesce(lines.is_cost_of_sales, false)
        and lines.foreign_amount is not null
        and accounting_lines.account_id is not null
)

select * from conformed
