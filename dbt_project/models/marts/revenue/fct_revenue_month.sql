{%- set keys = [
    'entity_code',
    'accounting_period',
    'project_key',
    'client_key',
    'product_key',
    'revenue_stream',
    'revenue_method',
] -%}
with

events as (
    select * from {{ ref('fct_revenue_event') }}
),

summed as (
    select
        entity_code,
        accounting_period,
        project_key,
        client_key,
        product_key,
        revenue_stream,
        revenue_method,
        functional_currency_code,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        cast(sum(unconverted_rows) as bigint) as unconverted_rows
    from events
    group by
        entity_code,
        accounting_period,
        project_key,
        client_key,
        product_key,
        revenue_stream,
        revenue_method,
        functional_currency_code
),

posted as (
    select
        {{ surrogate_key(keys) }} as revenue_month_key,
        entity_code,
        accounting_period,
        project_key,
        client_key,
        product_key,
        revenue_stream,
        revenue_method,
        functional_currency_code,
        {{ posted_amount('revenue_functional_amount') }} as revenue_functional_amount,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ posted_amount('revenue_reporting_amount') }} as revenue_reporting_amount,
        unconverted_rows
    from summed
)

select * from posted
