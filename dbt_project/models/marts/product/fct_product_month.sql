{#- What was sold as a product and not through a project; fct_project_month has all the rest, so the
    two together hold every amount once. -#}
{%- set keys = ['entity_code', 'accounting_period', 'product_key'] -%}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where product_key is not null and project_key is null
),

billings as (
    select * from {{ ref('fct_billing_event') }}
    where product_key is not null and project_key is null
),

entities as (
    select * from {{ ref('dim_entity') }}
),

recognised as (
    select
        entity_code,
        accounting_period,
        product_key,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from revenue
    group by entity_code, accounting_period, product_key
),

billed as (
    select
        entity_code,
        accounting_period,
        product_key,
        sum(quantity) as quantity,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from billings
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

joined as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.product_key,
        cast(coalesce(billed.quantity, 0) as decimal(18, 6)) as billed_quantity,
        cast(
            coalesce(recognised.unconverted_rows, 0) + coalesce(billed.unconverted_rows, 0)
            as bigint
        ) as unconverted_rows,
        entities.functional_currency_code,
        entities.reporting_currency_code,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_sum('recognised.revenue_' ~ books ~ '_amount', 'recognised.unconverted_rows') }}
            as revenue_{{ books }}_amount,
        {{ posted_sum('billed.billed_' ~ books ~ '_amount', 'billed.unconverted_rows') }}
            as billed_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join recognised on {{ same('spine', 'recognised', keys) }}
    left join billed on {{ same('spine', 'billed', keys) }}
),

keyed as (
    select
        {{ surrogate_key(keys) }} as product_month_key,
        entity_code,
        accounting_period,
        product_key,
        billed_quantity,
        unconverted_rows,
        functional_currency_code,
        revenue_functional_amount,
        billed_functional_amount,
        reporting_currency_code,
        revenue_reporting_amount,
        billed_reporting_amount
    from joined
)

select * from keyed
