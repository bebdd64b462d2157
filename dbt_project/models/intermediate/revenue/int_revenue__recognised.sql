{#- Recognised revenue of all kinds. What a contract with performance obligations covers is earned by
    their progress (decision 15), or day by day as it is used, where records of use are delivered. Where
    no system delivers obligations, a project is paid for by time where any system says so: its approved
    billable time is earned by the right to invoice, and its invoice lines earn nothing more. Of all
    other lines, those with a service window are earned ratably by day, the rest as invoiced. -#}
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

usage as (
    select * from {{ ref('int_usage__valued') }}
    where is_earned
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

used_lines as (
    select * from {{ ref('int_invoice_lines__used') }}
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
        system_name,
        'performance_obligations' as source_table,
        concat(contract_id, ' ', performance_obligation_id) as source_id,
        known_on,
        entity_code,
        period_code as service_period,
        measured_on as service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        {{ surrogate_key(['system_name', 'contract_id', 'performance_obligation_id']) }} as performance_obligation_key,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        obligation_name,
        revenue_stream,
        applied_method as revenue_method,
        case when applied_method = 'point_in_time' then 'point_in_time' else 'over_time' end as revenue_timing,
        posting_reason,
        progress_before_share,
        progress_share,
        measured_from,
        progress_done,
        progress_expected,
        estimate_id,
        cast(null as decimal(18, 6)) as quantity,
        cast(null as decimal(18, 6)) as rate,
        currency_code as transaction_currency_code,
        allocated_amount,
        revenue_before_amount,
        revenue_amount as revenue_transaction_amount,
        revenue_to_date_amount,
        functional_currency_code,
        functional_fx_rate,
        functional_fx_rate_date,
        revenue_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        revenue_reporting_amount,
        case when revenue_functional_amount is null or revenue_reporting_amount is null then 1 else 0 end
        + new_unpriced_rows as unconverted_rows,
        cast(null as timestamp) as known_at,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        cast(null as {{ dbt.type_string() }}) as row_hash
    from postings
    where revenue_amount <> 0 or new_unpriced_rows <> 0
),

right_to_invoice as (
    select
        time_entries.system_name,
        'time_entries' as source_table,
        time_entries.time_entry_id as source_id,
        time_entries.work_date as known_on,
        time_entries.entity_code,
        time_entries.period_code as service_period,
        time_entries.work_date as service_date,
        time_entries.project_key,
        time_entries.client_key,
        cast(null as {{ dbt.type_string() }}) as contract_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_key,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as contract_version_id,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_id,
        cast(null as {{ dbt.type_string() }}) as obligation_name,
        'time_and_materials' as revenue_stream,
        'right_to_invoice' as revenue_method,
        'over_time' as revenue_timing,
        'progress' as posting_reason,
        cast(null as decimal(18, 9)) as progress_before_share,
        cast(null as decimal(18, 9)) as progress_share,
        cast(null as date) as measured_from,
        cast(null as decimal(28, 6)) as progress_done,
        cast(null as decimal(28, 6)) as progress_expected,
        cast(null as {{ dbt.type_string() }}) as estimate_id,
        time_entries.hours as quantity,
        time_entries.bill_rate as rate,
        time_entries.currency_code as transaction_currency_code,
        cast(null as decimal(18, 2)) as allocated_amount,
        cast(null as decimal(18, 2)) as revenue_before_amount,
        time_entries.billable_transaction_amount as revenue_transaction_amount,
        cast(null as decimal(18, 2)) as revenue_to_date_amount,
        time_entries.functional_currency_code,
        time_entries.billable_functional_fx_rate as functional_fx_rate,
        time_entries.billable_functional_fx_rate_date as functional_fx_rate_date,
        time_entries.billable_functional_amount as revenue_functional_amount,
        time_entries.reporting_currency_code,
        time_entries.billable_reporting_fx_rate as reporting_fx_rate,
        time_entries.billable_reporting_fx_rate_date as reporting_fx_rate_date,
        time_entries.billable_reporting_amount as revenue_reporting_amount,
        case
            when time_entries.billable_functional_amount is null then 1
            when time_entries.billable_reporting_amount is null then 1
            else 0
        end as unconverted_rows,
        time_entries.landed_at as known_at,
        time_entries.delivery_id,
        time_entries.row_hash
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

by_use as (
    select
        system_name,
        'usage_records' as source_table,
        usage_record_id as source_id,
        usage_date as known_on,
        entity_code,
        period_code as service_period,
        usage_date as service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        {{ surrogate_key(['system_name', 'contract_id', 'performance_obligation_id']) }} as performance_obligation_key,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        obligation_name,
        revenue_stream,
        'usage' as revenue_method,
        'over_time' as revenue_timing,
        'progress' as posting_reason,
        cast(null as decimal(18, 9)) as progress_before_share,
        cast(null as decimal(18, 9)) as progress_share,
        cast(null as date) as measured_from,
        cast(null as decimal(28, 6)) as progress_done,
        cast(null as decimal(28, 6)) as progress_expected,
        cast(null as {{ dbt.type_string() }}) as estimate_id,
        quantity,
        unit_price as rate,
        currency_code as transaction_currency_code,
        cast(null as decimal(18, 2)) as allocated_amount,
        cast(null as decimal(18, 2)) as revenue_before_amount,
        usage_transaction_amount as revenue_transaction_amount,
        cast(null as decimal(18, 2)) as revenue_to_date_amount,
        functional_currency_code,
        functional_fx_rate,
        functional_fx_rate_date,
        usage_functional_amount as revenue_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        usage_reporting_amount as revenue_reporting_amount,
        case
            when usage_functional_amount is null then 1
            when usage_reporting_amount is null then 1
            else 0
        end as unconverted_rows,
        landed_at as known_at,
        delivery_id,
        row_hash
    from usage
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
    left join used_lines
        on
            invoice_lines.system_name = used_lines.system_name
            and invoice_lines.invoice_line_id = used_lines.invoice_line_id
    where
        invoice_lines.invoice_state in ('posted', 'paid')
        and used_lines.invoice_line_id is null
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
        earning_lines.system_name,
        'invoice_lines' as source_table,
        earning_lines.invoice_line_id as source_id,
        earning_lines.invoice_date as known_on,
        earning_lines.entity_code,
        service_lines.period_code as service_period,
        earning_lines.invoice_date as service_date,
        earning_lines.project_key,
        earning_lines.client_key,
        earning_lines.contract_key,
        earning_lines.product_key,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_key,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as contract_version_id,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_id,
        cast(null as {{ dbt.type_string() }}) as obligation_name,
        case
            when earning_lines.product_key is not null then 'subscription'
            else 'managed_service'
        end as revenue_stream,
        'ratable' as revenue_method,
        'over_time' as revenue_timing,
        'progress' as posting_reason,
        cast(null as decimal(18, 9)) as progress_before_share,
        cast(null as decimal(18, 9)) as progress_share,
        cast(null as date) as measured_from,
        cast(null as decimal(28, 6)) as progress_done,
        cast(null as decimal(28, 6)) as progress_expected,
        cast(null as {{ dbt.type_string() }}) as estimate_id,
        cast(null as decimal(18, 6)) as quantity,
        cast(null as decimal(18, 6)) as rate,
        earning_lines.currency_code as transaction_currency_code,
        cast(null as decimal(18, 2)) as allocated_amount,
        cast(null as decimal(18, 2)) as revenue_before_amount,
        service_lines.revenue_transaction_amount,
        cast(null as decimal(18, 2)) as revenue_to_date_amount,
        earning_lines.functional_currency_code,
        earning_lines.functional_fx_rate,
        earning_lines.functional_fx_rate_date,
        service_lines.revenue_functional_amount,
        earning_lines.reporting_currency_code,
        earning_lines.reporting_fx_rate,
        earning_lines.reporting_fx_rate_date,
        service_lines.revenue_reporting_amount,
        case
            when service_lines.revenue_functional_amount is null then 1
            when service_lines.revenue_reporting_amount is null then 1
            else 0
        end as unconverted_rows,
        greatest(earning_lines.landed_at, earning_lines.invoice_landed_at) as known_at,
        earning_lines.delivery_id,
        md5(concat(earning_lines.row_hash, earning_lines.invoice_row_hash)) as row_hash
    from service_lines
    inner join earning_lines
        on
            service_lines.system_name = earning_lines.system_name
            and service_lines.invoice_line_id = earning_lines.invoice_line_id
),

as_invoiced as (
    select
        system_name,
        'invoice_lines' as source_table,
        invoice_line_id as source_id,
        invoice_date as known_on,
        entity_code,
        period_code as service_period,
        invoice_date as service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_key,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as contract_version_id,
        cast(null as {{ dbt.type_string() }}) as performance_obligation_id,
        cast(null as {{ dbt.type_string() }}) as obligation_name,
        case
            when product_key is not null and project_key is null then 'product'
            else 'fixed_fee'
        end as revenue_stream,
        'as_invoiced' as revenue_method,
        'point_in_time' as revenue_timing,
        'progress' as posting_reason,
        cast(null as decimal(18, 9)) as progress_before_share,
        cast(null as decimal(18, 9)) as progress_share,
        cast(null as date) as measured_from,
        cast(null as decimal(28, 6)) as progress_done,
        cast(null as decimal(28, 6)) as progress_expected,
        cast(null as {{ dbt.type_string() }}) as estimate_id,
        cast(null as decimal(18, 6)) as quantity,
        cast(null as decimal(18, 6)) as rate,
        currency_code as transaction_currency_code,
        cast(null as decimal(18, 2)) as allocated_amount,
        cast(null as decimal(18, 2)) as revenue_before_amount,
        net_amount as revenue_transaction_amount,
        cast(null as decimal(18, 2)) as revenue_to_date_amount,
        functional_currency_code,
        functional_fx_rate,
        functional_fx_rate_date,
        net_functional_amount as revenue_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        net_reporting_amount as revenue_reporting_amount,
        case when net_functional_amount is null or net_reporting_amount is null then 1 else 0 end as unconverted_rows,
        greatest(landed_at, invoice_landed_at) as known_at,
        delivery_id,
        md5(concat(row_hash, invoice_row_hash)) as row_hash
    from earning_lines
    where not has_service_window
),

recognised as (
    select * from by_obligation
    union all
    select * from right_to_invoice
    union all
    select * from by_use
    union all
    select * from ratable
    union all
    select * from as_invoiced
)

select * from recognised
