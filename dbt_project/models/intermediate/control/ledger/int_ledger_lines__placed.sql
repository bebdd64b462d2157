{#- The ledger's lines on the accounts that controls compare, each with the document it is of: the
    invoice it posts or settles, else the contract, project or client it is for, else its journal. -#}
with

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
    where
        account_class in ('receivable', 'revenue', 'unmapped')
        or {{ is_contract_balance('account_class') }}
),

named as (
    select * from {{ ref('int_gl_lines__unioned') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

payments as (
    select * from {{ ref('int_payments__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

paid_invoices as (
    select
        system_name,
        payment_id,
        min(invoice_id) as invoice_id
    from payments
    group by system_name, payment_id
),

contracts as (
    select distinct contract_key
    from obligations
),

contracts_of_projects as (
    select
        project_key,
        min(contract_key) as contract_key
    from obligations
    where project_key is not null and recognition_method <> 'usage'
    group by project_key
),

found as (
    select
        gl_lines.*,
        coalesce(invoices.invoice_id, paid_invoices.invoice_id) as invoice_id,
        paid_invoices.payment_id is not null
        or coalesce(lower(gl_lines.source_type) like '%pay%', false) as is_settlement,
        coalesce(contracts.contract_key, contracts_of_projects.contract_key) as contract_key,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key
    from gl_lines
    inner join named
        on gl_lines.system_name = named.system_name and gl_lines.gl_line_id = named.gl_line_id
    left join invoices
        on gl_lines.system_name = invoices.system_name and gl_lines.source_id = invoices.invoice_id
    left join paid_invoices
        on
            gl_lines.system_name = paid_invoices.system_name
            and gl_lines.source_id = paid_invoices.payment_id
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and gl_lines.system_name = contract_identities.system_name
            and gl_lines.source_id = contract_identities.source_id
    left join contracts on contract_identities.crosswalk_key = contracts.contract_key
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and named.system_name = project_identities.system_name
            and named.project_id = project_identities.source_id
    left join contracts_of_projects
        on project_identities.crosswalk_key = contracts_of_projects.project_key
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and named.system_name = client_identities.system_name
            and named.client_id = client_identities.source_id
),

placed as (
    select
        system_name,
        gl_line_id,
        journal_id,
        entity_code,
        posting_date,
        account_class,
        net_functional_amount,
        coalesce(transaction_currency_code <> functional_currency_code, false) as is_foreign,
        case
            when invoice_id is not null and is_settlement then 'settlement'
            when invoice_id is not null then 'invoice'
            when contract_key is not null then 'contract'
            when project_key is not null then 'project'
            when client_key is not null then 'client'
            else 'journal'
        end as document_type,
        case
            when invoice_id is not null then concat(system_name, ':', invoice_id)
            else
                coalesce(
                    contract_key,
                    project_key,
                    client_key,
                    concat(system_name, ':', journal_id)
                )
        end as document_key,
        case when invoice_id is not null then 'invoices' else 'gl_lines' end as table_name,
        coalesce(invoice_id, journal_id) as source_id
    from found
)

select * from placed
