{#- The first reading of recognised revenue. A project is paid for by time where any system says so:
    its approved billable time is earned by the right to invoice, and its invoice lines earn nothing
    more. Of all other lines, those with a service window are earned ratably by day, the rest as
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
        time_entries.billable_reporting_amount as revenue_reporting_amount
    from time_entries
    left join ways_of_paying on time_entries.project_key = ways_of_paying.project_key
    where
        time_entries.is_billable
        and time_entries.approval_state = 'approved'
        and coalesce(ways_of_paying.is_paid_by_time, true)
),

earning_lines as (
    select invoice_lines.*
    from invoice_lines
    left join ways_of_paying on invoice_lines.project_key = ways_of_paying.project_key
    where
        invoice_lines.invoice_state in ('posted', 'paid')
        and not coalesce(ways_of_paying.is_paid_by_time, false)
),

ratable as (
    select
        'ratable_by_day' as revenue_method,
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
        service_lines.revenue_reporting_amount
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
        net_reporting_amount as revenue_reporting_amount
    from earning_lines
    where not has_service_window
),

recognised as (
    select * from right_to_invoice
    union all
    select * from ratable
    union all
    select * from as_invoiced
)

select * from recognised
