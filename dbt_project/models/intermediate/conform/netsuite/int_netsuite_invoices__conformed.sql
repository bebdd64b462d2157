{#- Sales invoices and what customers have in credit: credit memos, and what is left of a payment. What
    was applied of a payment is a payment of its invoices; bills are no receivables. Amounts of whole
    documents are taken without their sign, since it depends on how they were asked for. -#}
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

accounts as (
    {{ current_rows(ref('stg_netsuite__accounts'), 'account_id') }}
),

documents as (
    select
        transactions.*,
        case transactions.transaction_type
            when 'CustInvc' then 'invoice'
            when 'CustCred' then 'credit_note'
            else 'overpayment'
        end as invoice_type,
        case transactions.transaction_type
            when 'CustInvc' then abs(transactions.foreign_total_amount)
            when 'CustCred' then -abs(transactions.foreign_total_amount)
            else -abs(transactions.foreign_unused_amount)
        end as total_amount,
        case transactions.transaction_type
            when 'CustInvc' then coalesce(abs(transactions.foreign_unpaid_amount), 0)
            else -coalesce(abs(transactions.foreign_unused_amount), 0)
        end as open_amount
    from transactions
    where
        transactions.transaction_type in ('CustInvc', 'CustCred')
        or (
            transactions.transaction_type in ('CustPymt', 'DepAppl')
            and transactions.is_in_the_books
            and transactions.foreign_unused_amount <> 0
        )
),

taxes as (
    select
        system_name,
        transaction_id,
        -sum(foreign_amount) as tax_amount
    from lines
    where is_tax_line
    group by system_name, transaction_id
),

receivables as (
    select
        accounting_lines.system_name,
        accounting_lines.transaction_id,
        sum(
            coalesce(abs(accounting_lines.unpaid_amount), 0)
            - coalesce(abs(accounting_lines.unused_amount), 0)
        ) as open_functional_amount
    from accounting_lines
    inner join accounts
        on
            accounting_lines.system_name = accounts.system_name
            and accounting_lines.account_id = accounts.account_id
    where
        accounts.account_type = 'AcctRec'
        and accounting_lines.accounting_book_id = '1'
        and accounting_lines.is_posting
    group by accounting_lines.system_name, accounting_lines.transaction_id
),

conformed as (
    select
        documents.system_name,
        documents.transaction_id as invoice_id,
        documents.transaction_number as invoice_number,
        documents.invoice_type,
        documents.state,
        documents.entity_code,
        documents.client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        documents.transaction_date as invoice_date,
        documents.due_date,
        documents.currency_code,
        coalesce(documents.total_amount, 0)
        - case
            when documents.invoice_type = 'overpayment' then 0
            else coalesce(taxes.tax_amount, 0)
        end as net_amount,
        case
            when documents.invoice_type = 'overpayment' then 0
            else coalesce(taxes.tax_amount, 0)
        end as tax_amount,
        coalesce(documents.total_amount, 0) as total_amount,
        documents.open_amount,
        coalesce(receivables.open_functional_amount, 0) as open_functional_amount,
        documents.changed_at as updated_at,
        documents.delivery_id,
        documents.landed_at,
        documents.row_hash
    from documents
    left join taxes
        on
            documents.system_name = taxes.system_name
            and documents.transaction_id = taxes.transaction_id
    left join receivables
        on
            documents.system_name = receivables.system_name
            and documents.transaction_id = receivables.transaction_id
)

select * from conformed
