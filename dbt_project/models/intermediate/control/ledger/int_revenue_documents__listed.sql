{#- What the ledger's revenue should hold, by document: each invoice, and for each contract, or else
    project or client, what was recognised less what was invoiced. Together they are recognised revenue. -#}
with

recognised as (
    select * from {{ ref('fct_revenue_month') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is not null and contract_key is not null
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

line_contracts as (
    select * from {{ ref('int_invoice_lines__placed') }}
),

contracts_of_projects as (
    select
        project_key,
        min(contract_key) as contract_key
    from {{ ref('int_obligations__dated') }}
    where contract_key is not null and project_key is not null and recognition_method <> 'usage'
    group by project_key
),

placed_lines as (
    select
        invoice_lines.system_name,
        invoice_lines.invoice_id,
        invoice_lines.invoice_date,
        invoice_lines.entity_code,
        invoice_lines.period_code,
        invoice_lines.project_key,
        invoice_lines.client_key,
        line_contracts.contract_key,
        coalesce(invoice_lines.currency_code <> invoice_lines.functional_currency_code, false)
            as is_foreign,
        {{ posted_amount('invoice_lines.net_functional_amount') }} as amount
    from invoice_lines
    left join line_contracts
        on
            invoice_lines.system_name = line_contracts.system_name
            and invoice_lines.invoice_line_id = line_contracts.invoice_line_id
),

of_subjects as (
    select
        entity_code,
        accounting_period as period_code,
        contract_key,
        project_key,
        client_key,
        transaction_currency_code <> functional_currency_code as is_foreign,
        revenue_functional_amount as amount
    from events
    union all
    {# What is recognised and is of no contract with obligations: all that is, less their postings. #}
    select
        entity_code,
        accounting_period as period_code,
        cast(null as {{ dbt.type_string() }}) as contract_key,
        project_key,
        client_key,
        false as is_foreign,
        revenue_functional_amount as amount
    from recognised
    union all
    select
        entity_code,
        accounting_period as period_code,
        cast(null as {{ dbt.type_string() }}) as contract_key,
        project_key,
        client_key,
        false as is_foreign,
        -revenue_functional_amount as amount
    from events
    union all
    select
        entity_code,
        period_code,
        contract_key,
        project_key,
        client_key,
        is_foreign,
        -amount as amount
    from placed_lines
),

documents as (
    select
        'invoice' as document_type,
        concat(system_name, ':', invoice_id) as document_key,
        entity_code,
        period_code,
        system_name,
        'invoices' as table_name,
        invoice_id as source_id,
        invoice_date as document_date,
        is_foreign,
        amount
    from placed_lines
    union all
    select
        case
            when of_subjects.contract_key is not null then 'contract'
            when contracts_of_projects.contract_key is not null then 'contract'
            when of_subjects.project_key is not null then 'project'
            else 'client'
        end as document_type,
        coalesce(
            of_subjects.contract_key,
            contracts_of_projects.contract_key,
            of_subjects.project_key,
            of_subjects.client_key
        ) as document_key,
        of_subjects.entity_code,
        of_subjects.period_code,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as date) as document_date,
        of_subjects.is_foreign,
        of_subjects.amount
    from of_subjects
    left join contracts_of_projects
        on of_subjects.project_key = contracts_of_projects.project_key
),

summed as (
    select
        document_type,
        document_key,
        entity_code,
        period_code,
        min(system_name) as system_name,
        min(table_name) as table_name,
        min(source_id) as source_id,
        min(document_date) as document_date,
        max(case when is_foreign then 1 else 0 end) = 1 as is_foreign,
        cast(count(*) as bigint) as posted_rows,
        cast(sum(amount) as decimal(28, 4)) as amount
    from documents
    group by document_type, document_key, entity_code, period_code
)

select * from summed
