{#- C09: what is billed and earned uses up its time, its milestone or its obligation once. Hours are compared
    where the time system says which line bills them; a milestone is billed where a line of its project
    has its amount. A source row earns nothing by itself where an obligation earns it. -#}
with

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

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where state <> 'cancelled' and milestone_amount <> 0
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

events as (
    select
        *,
        case when source_table = 'time_entries' then project_key end as worked_project_key,
        case when source_table = 'invoice_lines' then source_id end as invoice_line_id
    from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is null
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where project_key is not null and recognition_method <> 'usage'
),

line_contracts as (
    select * from {{ ref('int_invoice_lines__placed') }}
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

hour_lines as (
    select
        invoice_lines.system_name,
        invoice_lines.invoice_line_id,
        invoice_lines.entity_code,
        invoice_lines.accounting_period,
        invoice_lines.quantity,
        invoice_lines.net_transaction_amount,
        coalesce(linked.hours, 0) as hours,
        coalesce(projects.project_type in ('fixed_fee', 'milestone'), false) as is_fixed_price,
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
    where invoice_lines.unit = 'hour' and invoice_lines.quantity > 0
),

time_lines as (
    select * from hour_lines
    where not is_fixed_price and hours_of_equal_lines is not null
),

agreed as (
    select
        identities.crosswalk_key as project_key,
        milestones.milestone_amount as amount,
        count(*) as milestones
    from milestones
    inner join identities
        on
            milestones.system_name = identities.system_name
            and milestones.project_id = identities.source_id
    group by identities.crosswalk_key, milestones.milestone_amount
),

milestones_billed as (
    select
        min(invoice_lines.entity_code) as entity_code,
        invoice_lines.project_key,
        agreed.amount,
        agreed.milestones,
        sum(case when invoice_lines.net_transaction_amount > 0 then 1 else -1 end) as billed
    from invoice_lines
    inner join agreed
        on
            invoice_lines.project_key = agreed.project_key
            and abs(invoice_lines.net_transaction_amount) = agreed.amount
    where coalesce(invoice_lines.unit, '~') <> 'hour'
    group by invoice_lines.project_key, agreed.amount, agreed.milestones
),

covered_projects as (
    select
        project_key,
        min(start_date) as covered_from
    from obligations
    group by project_key
),

earned_rows as (
    select
        events.system_name,
        events.source_table,
        events.source_id,
        events.entity_code,
        count(distinct events.revenue_method) as ways,
        max(
            case
                when line_contracts.contract_key is not null then 1
                when covered_projects.project_key is not null then 1
                else 0
            end
        ) as obligations
    from events
    left join covered_projects
        on
            events.worked_project_key = covered_projects.project_key
            and events.service_date >= covered_projects.covered_from
    left join line_contracts
        on
            events.system_name = line_contracts.system_name
            and events.invoice_line_id = line_contracts.invoice_line_id
    group by events.system_name, events.source_table, events.source_id, events.entity_code
    having sum(events.revenue_transaction_amount) <> 0
),

-- An invoice may say hours to the hundredth only.
rounded_lines as (
    select
        entity_code,
        accounting_period,
        system_name,
        invoice_line_id,
        quantity,
        case when abs(quantity - hours) <= 0.005 then quantity else hours end as hours
    from time_lines
),

compared as (
    select
        'hours billed = hours recorded for them, all lines' as check_name,
        entity_code,
        accounting_period,
        system_name as subject,
        sum(quantity) as a_value,
        sum(hours) as b_value
    from rounded_lines
    group by entity_code, accounting_period, system_name
    union all
    select
        'hours billed = hours recorded for them, this line' as check_name,
        entity_code,
        accounting_period,
        concat(system_name, ':', invoice_line_id) as subject,
        quantity as a_value,
        hours as b_value
    from rounded_lines
    where quantity <> hours
    union all
    select
        'no hours are billed on a price that is fixed or by milestone, this line' as check_name,
        entity_code,
        accounting_period,
        concat(system_name, ':', invoice_line_id) as subject,
        net_transaction_amount as a_value,
        0 as b_value
    from hour_lines
    where is_fixed_price
    union all
    select
        'milestones billed once, all milestones' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        'milestones' as subject,
        sum(billed) as a_value,
        sum(least(billed, milestones)) as b_value
    from milestones_billed
    group by entity_code
    union all
    select
        'milestones billed once, this project' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(project_key, ' ', amount) as subject,
        billed as a_value,
        milestones as b_value
    from milestones_billed
    where billed > milestones
    union all
    select
        'rows that earn = rows that earn once and no obligation earns, all rows' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ' ', source_table) as subject,
        count(*) as a_value,
        sum(case when ways = 1 and obligations = 0 then 1 else 0 end) as b_value
    from earned_rows
    group by entity_code, system_name, source_table
    union all
    select
        'earned once, this row' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ' ', source_table, ':', source_id) as subject,
        ways + obligations as a_value,
        1 as b_value
    from earned_rows
    where ways + obligations <> 1
),

measured as (
    select
        'C09' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
