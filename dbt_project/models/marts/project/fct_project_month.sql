{#- What was worked, recognised and billed on projects; rows without a project are work and billing
    that name none. What was sold as a product alone is in fct_product_month. -#}
with

costs as (
    select * from {{ ref('fct_cost_month') }}
),

time_entries as (
    select * from {{ ref('fct_time_entry') }}
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where project_key is not null or product_key is null
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
    where (project_key is not null or product_key is null) and is_posted
),

entities as (
    select * from {{ ref('dim_entity') }}
),

worked as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(hours) as hours,
        sum(case when is_billable then hours else 0 end) as billable_hours,
        sum(case when approval_state = 'approved' then hours else 0 end) as approved_hours
    from time_entries
    group by entity_code, accounting_period, project_key
),

costed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from costs
    group by entity_code, accounting_period, project_key
),

recognised as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount
    from revenue
    group by entity_code, accounting_period, project_key
),

billed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(net_functional_amount) as billed_functional_amount,
        sum(net_reporting_amount) as billed_reporting_amount
    from invoice_lines
    group by entity_code, accounting_period, project_key
),

spine as (
    select
        entity_code,
        accounting_period,
        project_key
    from worked
    union
    select
        entity_code,
        accounting_period,
        project_key
    from recognised
    union
    select
        entity_code,
        accounting_period,
        project_key
    from billed
),

joined as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.project_key,
        entities.functional_currency_code,
        entities.reporting_currency_code,
        cast(coalesce(worked.hours, 0) as decimal(18, 6)) as hours,
        cast(coalesce(worked.billable_hours, 0) as decimal(18, 6)) as billable_hours,
        cast(coalesce(worked.approved_hours, 0) as decimal(18, 6)) as approved_hours,
        cast(coalesce(costed.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        case when costed.entity_code is null then cast(0 as decimal(18, 2)) else costed.cost_functional_amount end as cost_functional_amount,
        case when costed.entity_code is null then cast(0 as decimal(18, 2)) else costed.cost_reporting_amount end as cost_reporting_amount,
        {{ zero_if_absent('recognised.revenue_functional_amount') }} as revenue_functional_amount,
        {{ zero_if_absent('recognised.revenue_reporting_amount') }} as revenue_reporting_amount,
        {{ zero_if_absent(posted_amount('billed.billed_functional_amount')) }} as billed_functional_amount,
        {{ zero_if_absent(posted_amount('billed.billed_reporting_amount')) }} as billed_reporting_amount
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join worked
        on
            spine.entity_code = worked.entity_code
            and spine.accounting_period = worked.accounting_period
            and {{ same('spine.project_key', 'worked.project_key') }}
    left join costed
        on
            spine.entity_code = costed.entity_code
            and spine.accounting_period = costed.accounting_period
            and {{ same('spine.project_key', 'costed.project_key') }}
    left join recognised
        on
            spine.entity_code = recognised.entity_code
            and spine.accounting_period = recognised.accounting_period
            and {{ same('spine.project_key', 'recognised.project_key') }}
    left join billed
        on
            spine.entity_code = billed.entity_code
            and spine.accounting_period = billed.accounting_period
            and {{ same('spine.project_key', 'billed.project_key') }}
),

measured as (
    select
        {{ surrogate_key(['entity_code', 'accounting_period', 'project_key']) }} as project_month_key,
        joined.*,
        cast(revenue_functional_amount - cost_functional_amount as decimal(18, 2))
            as gross_margin_recognised_functional_amount,
        cast(revenue_reporting_amount - cost_reporting_amount as decimal(18, 2))
            as gross_margin_recognised_reporting_amount,
        cast(billed_functional_amount - cost_functional_amount as decimal(18, 2))
            as gross_margin_billed_functional_amount,
        cast(billed_reporting_amount - cost_reporting_amount as decimal(18, 2))
            as gross_margin_billed_reporting_amount
    from joined
)

select * from measured
