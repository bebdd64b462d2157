{#- What was sold as a product and not through a project; fct_project_month has all the rest, so the
    two together hold every amount once. -#}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where product_key is not null and project_key is null
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
    where product_key is not null and project_key is null and is_posted
),

recognised as (
    select
        entity_code,
        accounting_period,
        product_key,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount
    from revenue
    group by entity_code, accounting_period, product_key
),

billed as (
    select
        entity_code,
        accounting_period,
        product_key,
        sum(quantity) as quantity,
        sum(net_functional_amount) as billed_functional_amount,
        sum(net_reporting_amount) as billed_reporting_amount
    from invoice_lines
    group by entity_code, accounting_period, product_key
),

spine as (
    select
        entity_code,
        accounting_period,
        product_key
    from recognised
    union
    select
        entity_code,
        accounting_period,
        product_key
    from billed
),

entities as (
    select * from {{ ref('dim_entity') }}
),

joined as (
    select
        {{ surrogate_key(['spine.entity_code', 'spine.accounting_period', 'spine.product_key']) }} as product_month_key,
        spine.entity_code,
        spine.accounting_period,
        spine.product_key,
        cast(coalesce(billed.quantity, 0) as decimal(18, 6)) as billed_quantity,
        entities.functional_currency_code,
        {{ zero_if_absent('recognised.revenue_functional_amount') }} as revenue_functional_amount,
        {{ zero_if_absent(posted_amount('billed.billed_functional_amount')) }} as billed_functional_amount,
        entities.reporting_currency_code,
        {{ zero_if_absent('recognised.revenue_reporting_amount') }} as revenue_reporting_amount,
        {{ zero_if_absent(posted_amount('billed.billed_reporting_amount')) }} as billed_reporting_amount
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join recognised
        on
            spine.entity_code = recognised.entity_code
            and spine.accounting_period = recognised.accounting_period
            and spine.product_key = recognised.product_key
    left join billed
        on
            spine.entity_code = billed.entity_code
            and spine.accounting_period = billed.accounting_period
            and spine.product_key = billed.product_key
)

select * from joined
