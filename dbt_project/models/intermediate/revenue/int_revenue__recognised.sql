{#- The first reading of recognised revenue: time and materials by the right to invoice (approved
    billable time at its rate), lines with a service window ratably by day, everything else as
    invoiced. Contracts, allocation and progress replace the last of them. -#}
with

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

service_lines as (
    select * from {{ ref('int_service_lines__spread') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

-- The system that invoices need not be the one that knows how a project is charged.
time_and_materials as (
    select distinct identities.entity_key as project_key
    from projects
    inner join identities
        on
            projects.system_name = identities.system_name
            and projects.project_id = identities.source_id
    where projects.project_type = 'time_and_materials'
),

right_to_invoice as (
    select
        'right_to_invoice' as revenue_method,
        'time_and_materials' as revenue_stream,
        system_name,
        entity_code,
        period_code,
        project_key,
        client_key,
        cast(null as {{ dbt.type_string() }}) as product_id,
        functional_currency_code,
        billable_functional_amount as revenue_functional_amount,
        billable_reporting_amount as revenue_reporting_amount
    from time_entries
    where is_billable and approval_state = 'approved'
),

ratable as (
    select
        'ratable_by_day' as revenue_method,
        case when invoice_lines.product_id is not null then 'subscription' else 'managed_service' end
            as revenue_stream,
        invoice_lines.system_name,
        invoice_lines.entity_code,
        service_lines.period_code,
        invoice_lines.project_key,
        invoice_lines.client_key,
        invoice_lines.product_id,
        invoice_lines.functional_currency_code,
        service_lines.revenue_functional_amount,
        service_lines.revenue_reporting_amount
    from service_lines
    inner join invoice_lines
        on
            service_lines.system_name = invoice_lines.system_name
            and service_lines.invoice_line_id = invoice_lines.invoice_line_id
),

as_invoiced as (
    select
        'as_invoiced' as revenue_method,
        case
            when invoice_lines.product_id is not null and invoice_lines.project_id is null then 'product'
            else 'fixed_fee'
        end as revenue_stream,
        invoice_lines.system_name,
        invoice_lines.entity_code,
        invoice_lines.period_code,
        invoice_lines.project_key,
        invoice_lines.client_key,
        invoice_lines.product_id,
        invoice_lines.functional_currency_code,
        invoice_lines.net_functional_amount as revenue_functional_amount,
        invoice_lines.net_reporting_amount as revenue_reporting_amount
    from invoice_lines
    left join time_and_materials on invoice_lines.project_key = time_and_materials.project_key
    left join service_lines
        on
            invoice_lines.system_name = service_lines.system_name
            and invoice_lines.invoice_line_id = service_lines.invoice_line_id
    where
        invoice_lines.invoice_state in ('posted', 'paid')
        and service_lines.invoice_line_id is null
        and time_and_materials.project_key is null
),

recognised as (
    select * from right_to_invoice
    union all
    select * from ratable
    union all
    select * from as_invoiced
)

select * from recognised
