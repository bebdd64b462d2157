{#- Invoices that disagree with themselves, with their contract or with the time they bill; subscription lines whose
    amount, by which revenue recurs, is not that of their quantity and price. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid')
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
    where is_posted
),

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

contracts as (
    select * from {{ ref('dim_contract') }}
),

subscription_lines as (
    select * from {{ ref('int_subscription_lines__dated') }}
    where is_current
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

linked as (
    select
        system_name,
        invoice_line_id,
        sum(hours) as hours
    from entries
    where invoice_line_id is not null
    group by system_name, invoice_line_id
),

-- Only where the time system says which line bills an entry can a line be compared with its time.
linking as (
    select distinct system_name
    from linked
),

hour_lines as (
    select
        invoice_lines.*,
        projects.project_type,
        linked.hours,
        linking.system_name is not null as is_linked_system,
        max(linked.hours) over (
            partition by
                invoice_lines.system_name,
                invoice_lines.project_key,
                invoice_lines.description,
                invoice_lines.quantity,
                invoice_lines.unit_price
        ) as hours_of_equal_lines
    from invoice_lines
    left join projects on invoice_lines.project_key = projects.project_key
    left join linked
        on
            invoice_lines.system_name = linked.system_name
            and invoice_lines.invoice_line_id = linked.invoice_line_id
    left join linking on invoice_lines.system_name = linking.system_name
    where invoice_lines.unit = 'hour' and invoice_lines.quantity > 0
),

judged as (
    select
        case
            when project_type in ('fixed_fee', 'milestone') then 'time_billed_on_fixed_price'
            when not is_linked_system or hours = quantity then 'none'
            when hours is not null then 'billed_hours_differ'
            when hours_of_equal_lines is not null then 'time_billed_twice'
            else 'billed_without_time'
        end as finding_code,
        system_name,
        invoice_line_id,
        entity_code,
        accounting_period,
        project_type,
        quantity,
        coalesce(hours, 0) as hours,
        net_reporting_amount
    from hour_lines
),

lines_and_time as (
    select
        finding_code,
        system_name,
        'invoice_lines' as table_name,
        invoice_line_id as source_id,
        entity_code,
        accounting_period,
        concat(quantity, ' hours billed') as found,
        case
            when finding_code = 'time_billed_on_fixed_price'
                then concat('no hours: the price is by ', project_type)
            else concat(hours, ' hours, as recorded for the line')
        end as expected,
        cast(quantity - hours as decimal(18, 6)) as hours_at_stake,
        cast(net_reporting_amount as decimal(28, 6)) as reporting_amount_at_stake
    from judged
    where finding_code <> 'none'
),

totals as (
    select
        system_name,
        invoice_id,
        min(accounting_period) as accounting_period,
        min(contract_key) as contract_key,
        sum(net_transaction_amount) as net_amount,
        sum(net_reporting_amount) as net_reporting_amount
    from invoice_lines
    group by system_name, invoice_id
),

headers as (
    select
        invoices.system_name,
        invoices.invoice_id,
        invoices.currency_code,
        invoices.net_amount,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        totals.accounting_period,
        coalesce(totals.net_amount, 0) as lines_amount,
        totals.net_reporting_amount,
        contracts.transaction_currency_code as contract_currency_code
    from invoices
    left join systems on invoices.system_name = systems.system_name
    left join totals
        on
            invoices.system_name = totals.system_name
            and invoices.invoice_id = totals.invoice_id
    left join contracts on totals.contract_key = contracts.contract_key
),

totals_differ as (
    select
        'invoice_total_differs' as finding_code,
        system_name,
        'invoices' as table_name,
        invoice_id as source_id,
        entity_code,
        accounting_period,
        concat('net ', net_amount) as found,
        concat(lines_amount, ', the sum of its lines') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(net_reporting_amount as decimal(28, 6)) as reporting_amount_at_stake
    from headers
    where net_amount <> lines_amount
),

currencies_differ as (
    select
        'invoice_currency_differs' as finding_code,
        system_name,
        'invoices' as table_name,
        invoice_id as source_id,
        entity_code,
        accounting_period,
        currency_code as found,
        concat(contract_currency_code, ', the currency of the contract') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(net_reporting_amount as decimal(28, 6)) as reporting_amount_at_stake
    from headers
    where currency_code <> contract_currency_code
),

subscriptions_differ as (
    select
        'subscription_amount_differs' as finding_code,
        system_name,
        'subscription_lines' as table_name,
        subscription_line_id as source_id,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(line_amount, ' ', currency_code) as found,
        concat(quantity, ' at ', unit_price, ', half a cent less or more') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from subscription_lines
    where abs(line_amount - quantity * unit_price) > 0.005
),

broken as (
    select * from lines_and_time
    union all
    select * from totals_differ
    union all
    select * from currencies_differ
    union all
    select * from subscriptions_differ
)

select * from broken
