{#- Recognised revenue of all kinds. What a contract with performance obligations covers is earned by
    their progress (decision 15). Where no system delivers obligations, a project is paid for by
    time where any system says so: its approved billable time is earned by the right to invoice,
    and its invoice lines earn nothing more. Of all other lines, those with a service window are
    earned ratably by day, the rest as invoiced. -#}
with

postings as (
    select * from {{ ref('int_revenue__posted') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

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

projects_under_contract as (
    select
        project_key,
        min(start_date) as covered_from
    from obligations
    where project_key is not null and recognition_method <> 'usage'
    group by project_key
),

line_contracts as (
    select * from {{ ref('int_invoice_lines__placed') }}
),

products_by_use as (
    select
        contract_key,
        product_key
    from obligations
    where product_key is not null
    group by contract_key, product_key
    having min(recognition_method) = 'usage' and max(recognition_method) = 'usage'
),

ways_of_paying as (
    select
        identities.crosswalk_key as project_key,
        max(case when projects.project_type = 'time_and_materials' then 1 else 0 end) = 1
            as is_paid_by_time
    from projects
    inner join identities
        on
            projects.system_name = identities.system_name
            and projects.project_id = identities.source_id
    group by identities.crosswalk_key
),

by_obligation as (
    select
        applied_method as revenue_method,
        revenue_stream,
        system_name,
        concat(contract_id, ' ', performance_obligation_id, ' ', known_on, ' ', measured_on)
            as source_id,
        entity_code,
        period_code,
        project_key,
        client_key,
        product_key,
        functional_currency_code,
        revenue_functional_amount,
        revenue_reporting_amount,
        new_unpriced_rows as unpriced_rows
    from postings
),

right_to_invoice as (
    select
        'right_to_invoice' as revenue_method,
        'time_and_materials' as revenue_stream,
        time_entries.system_name,
        time_entries.time_entry_id as source_id,
        time_entries.entity_code,
        time_entries.period_code,
        time_entries.project_key,
        time_entries.client_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        time_entries.functional_currency_code,
        time_entries.billable_functional_amount as revenue_functional_amount,
        time_entries.billable_reporting_amount as revenue_reporting_amount,
        0 as unpriced_rows
    from time_entries
    left join ways_of_paying on time_entries.project_key = ways_of_paying.project_key
    left join projects_under_contract
        on
            time_entries.project_key = projects_under_contract.project_key
            and time_entries.work_date >= projects_under_contract.covered_from
    where
        time_entries.is_billable
        and time_entries.approval_state = 'approved'
        and coalesce(ways_of_paying.is_paid_by_time, true)
        and projects_under_contract.project_key is null
),

earning_lines as (
    select invoice_lines.*
    from invoice_lines
    left join ways_of_paying on invoice_lines.project_key = ways_of_paying.project_key
    left join line_contracts
        on
            invoice_lines.system_name = line_contracts.system_name
            and invoice_lines.invoice_line_id = line_contracts.invoice_line_id
    left join products_by_use
        on
            invoice_lines.contract_key = products_by_use.contract_key
            and invoice_lines.product_key = products_by_use.product_key
    where
        invoice_lines.invoice_state in ('posted', 'paid')
        and (
            products_by_use.product_key is not null
            or (
                not coalesce(ways_of_paying.is_paid_by_time, false)
                and line_contracts.contract_key is null
            )
        )
),

ratable as (
    select
        'ratable' as revenue_method,
        case
            when earning_lines.product_key is not null then 'subscription'
            else 'managed_service'
        end as revenue_stream,
        earning_lines.system_name,
        earning_lines.invoice_line_id as source_id,
        earning_lines.entity_code,
        service_lines.period_code,
        earning_lines.project_key,
        earning_lines.client_key,
        earning_lines.product_key,
        earning_lines.functional_currency_code,
        service_lines.revenue_functional_amount,
        service_lines.revenue_reporting_amount,
        0 as unpriced_rows
    from service_lines
    inner join earning_lines
        on
            service_lines.system_name = earning_lines.system_name
            and service_lines.invoice_line_id = earning_lines.invoice_line_id
),

as_invoiced as (
    select
        'as_invoiced' as revenue_method,
        case
            when product_key is not null and project_key is null then 'product'
            else 'fixed_fee'
        end as revenue_stream,
        system_name,
        invoice_line_id as source_id,
        entity_code,
        period_code,
        project_key,
        client_key,
        product_key,
        functional_currency_code,
        net_functional_amount as revenue_functional_amount,
        net_reporting_amount as revenue_reporting_amount,
        0 as unpriced_rows
    from earning_lines
    where not has_service_window
),

recognised as (
    select * from by_obligation
    union all
    select * from right_to_invoice
    union all
    select * from ratable
    union all
    select * from as_invoiced
)

select * from recognised
