{#- What was worked, spent, recognised and billed on projects; rows without a project are work and billing
    that name none. What was sold as a product alone is in fct_product_month; what was bought for no project
    is in fct_cost_month. -#}
{%- set keys = ['entity_code', 'accounting_period', 'project_key'] -%}
with

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where project_key is not null or cost_class = 'labour'
),

costs as (
    select * from {{ ref('fct_project_cost') }}
    where project_key is not null or cost_class = 'labour'
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where project_key is not null or product_key is null
),

billings as (
    select * from {{ ref('fct_billing_event') }}
    where project_key is not null or product_key is null
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
        sum(billable_hours) as billable_hours,
        sum(approved_hours) as approved_hours
    from costs
    group by entity_code, accounting_period, project_key
),

costed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from cost_months
    group by entity_code, accounting_period, project_key
),

recognised as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from revenue
    group by entity_code, accounting_period, project_key
),

billed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from billings
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
        cast(
            coalesce(costed.unconverted_rows, 0)
            + coalesce(recognised.unconverted_rows, 0)
            + coalesce(billed.unconverted_rows, 0)
            as bigint
        ) as unconverted_rows,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_sum('costed.cost_' ~ books ~ '_amount', 'costed.uncosted_hours') }}
            as cost_{{ books }}_amount,
        {{ posted_sum('recognised.revenue_' ~ books ~ '_amount', 'recognised.unconverted_rows') }}
            as revenue_{{ books }}_amount,
        {{ posted_sum('billed.billed_' ~ books ~ '_amount', 'billed.unconverted_rows') }}
            as billed_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join worked on {{ same('spine', 'worked', keys) }}
    left join costed on {{ same('spine', 'costed', keys) }}
    left join recognised on {{ same('spine', 'recognised', keys) }}
    left join billed on {{ same('spine', 'billed', keys) }}
),

measured as (
    select
        {{ surrogate_key(keys) }} as project_month_key,
        entity_code,
        accounting_period,
        project_key,
        functional_currency_code,
        reporting_currency_code,
        hours,
        billable_hours,
        approved_hours,
        uncosted_hours,
        unconverted_rows,
        cost_functional_amount,
        cost_reporting_amount,
        revenue_functional_amount,
        revenue_reporting_amount,
        billed_functional_amount,
        billed_reporting_amount,
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
