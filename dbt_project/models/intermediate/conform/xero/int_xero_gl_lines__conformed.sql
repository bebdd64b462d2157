{#- A journal is the unit: an edited invoice is reversed and posted again, so lines are never joined
    to invoices one to one. Net amounts are signed, debit positive. -#}
with

journal_lines as (
    {{ current_rows(ref('stg_xero__journal_lines'), 'journal_line_id') }}
),

conformed as (
    select
        journal_lines.system_name,
        journal_lines.journal_line_id as gl_line_id,
        journal_lines.journal_id,
        cast(journal_lines.journal_number as {{ dbt.type_string() }}) as journal_number,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        journal_lines.journal_date as posting_date,
        journal_lines.account_id,
        case when journal_lines.net_amount > 0 then journal_lines.net_amount else 0 end as debit_amount,
        case when journal_lines.net_amount < 0 then -journal_lines.net_amount else 0 end as credit_amount,
        cast(null as decimal(18, 4)) as transaction_amount,
        cast(null as {{ dbt.type_string() }}) as transaction_currency_code,
        cast(null as {{ dbt.type_string() }}) as client_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        journal_lines.source_type,
        journal_lines.source_id,
        journal_lines.description,
        journal_lines.journal_created_at as posted_at,
        journal_lines.delivery_id,
        journal_lines.landed_at,
        journal_lines.row_hash
    from journal_lines
)

select * from conformed
