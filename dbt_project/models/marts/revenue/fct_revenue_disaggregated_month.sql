{#- Revenue as IFRS 15.114 wants it told apart: by stream, by timing and by the client's region, with the
    part that comes of obligations satisfied earlier (15.116(c)). -#}
{%- set keys = ['entity_code', 'accounting_period', 'revenue_stream', 'revenue_timing', 'region'] -%}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where posting_reason <> 'progress'
),

customers as (
    select * from {{ ref('dim_customer') }}
),

recognised as (
    select
        entity_code,
        accounting_period,
        client_key,
        revenue_stream,
        case when revenue_method in ('point_in_time', 'as_invoiced') then 'point_in_time' else 'over_time' end
            as revenue_timing,
        functional_currency_code,
        reporting_currency_code,
        revenue_functional_amount,
        revenue_reporting_amount,
        cast(0 as decimal(18, 2)) as without_work_functional_amount,
        cast(0 as decimal(18, 2)) as without_work_reporting_amount
    from revenue
    union all
    select
        entity_code,
        accounting_period,
        client_key,
        revenue_stream,
        revenue_timing,
        functional_currency_code,
        reporting_currency_code,
        cast(0 as decimal(18, 2)) as revenue_functional_amount,
        cast(0 as decimal(18, 2)) as revenue_reporting_amount,
        revenue_functional_amount as without_work_functional_amount,
        revenue_reporting_amount as without_work_reporting_amount
    from events
),

summed as (
    select
        recognised.entity_code,
        recognised.accounting_period,
        recognised.revenue_stream,
        recognised.revenue_timing,
        customers.region,
        recognised.functional_currency_code,
        recognised.reporting_currency_code,
        sum(recognised.revenue_functional_amount) as revenue_functional_amount,
        sum(recognised.revenue_reporting_amount) as revenue_reporting_amount,
        sum(recognised.without_work_functional_amount) as without_work_functional_amount,
        sum(recognised.without_work_reporting_amount) as without_work_reporting_amount
    from recognised
    left join customers on recognised.client_key = customers.client_key
    group by
        recognised.entity_code,
        recognised.accounting_period,
        recognised.revenue_stream,
        recognised.revenue_timing,
        customers.region,
        recognised.functional_currency_code,
        recognised.reporting_currency_code
),

described as (
    select
        {{ surrogate_key(keys) }} as revenue_disaggregated_month_key,
        entity_code,
        accounting_period,
        revenue_stream,
        revenue_timing,
        region,
        functional_currency_code,
        cast(revenue_functional_amount as decimal(18, 2)) as revenue_functional_amount,
        cast(without_work_functional_amount as decimal(18, 2))
            as revenue_without_work_functional_amount,
        reporting_currency_code,
        cast(revenue_reporting_amount as decimal(18, 2)) as revenue_reporting_amount,
        cast(without_work_reporting_amount as decimal(18, 2))
            as revenue_without_work_reporting_amount
    from summed
)

select * from described
