{#- C22: revenue by stream, timing and region is all recognised revenue, as is that of projects and
    products, that of clients and that of groups of clients, however they are grouped. -#}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

disaggregated as (
    select * from {{ ref('fct_revenue_disaggregated_month') }}
),

project_months as (
    select * from {{ ref('fct_project_month') }}
),

product_months as (
    select * from {{ ref('fct_product_month') }}
),

clients as (
    select * from {{ ref('fct_customer_profitability') }}
),

client_groups as (
    select * from {{ ref('fct_client_group_month') }}
),

recognised as (
    select
        entity_code,
        accounting_period,
        sum(revenue_functional_amount) as amount
    from revenue
    group by entity_code, accounting_period
),

by_stream as (
    select
        entity_code,
        accounting_period,
        sum(revenue_functional_amount) as amount
    from disaggregated
    group by entity_code, accounting_period
),

delivered as (
    select
        entity_code,
        accounting_period,
        revenue_functional_amount
    from project_months
    union all
    select
        entity_code,
        accounting_period,
        revenue_functional_amount
    from product_months
),

by_delivery as (
    select
        entity_code,
        accounting_period,
        sum(revenue_functional_amount) as amount
    from delivered
    group by entity_code, accounting_period
),

by_client as (
    select
        entity_code,
        accounting_period,
        sum(project_revenue_functional_amount + product_revenue_functional_amount) as amount
    from clients
    group by entity_code, accounting_period
),

all_entities as (
    select
        accounting_period,
        sum(revenue_reporting_amount) as amount
    from revenue
    group by accounting_period
),

by_group as (
    select
        accounting_period,
        sum(revenue_by_frozen_parent_reporting_amount) as frozen_amount,
        sum(revenue_by_current_parent_reporting_amount) as current_amount
    from client_groups
    group by accounting_period
),

compared as (
    select
        'recognised = by stream, timing and region' as check_name,
        recognised.entity_code,
        recognised.accounting_period,
        recognised.amount as a_value,
        coalesce(by_stream.amount, 0) as b_value
    from recognised
    left join by_stream on {{ same('recognised', 'by_stream', ['entity_code', 'accounting_period']) }}
    union all
    select
        'recognised = projects + products' as check_name,
        recognised.entity_code,
        recognised.accounting_period,
        recognised.amount as a_value,
        coalesce(by_delivery.amount, 0) as b_value
    from recognised
    left join by_delivery
        on {{ same('recognised', 'by_delivery', ['entity_code', 'accounting_period']) }}
    union all
    select
        'recognised = clients' as check_name,
        recognised.entity_code,
        recognised.accounting_period,
        recognised.amount as a_value,
        coalesce(by_client.amount, 0) as b_value
    from recognised
    left join by_client on {{ same('recognised', 'by_client', ['entity_code', 'accounting_period']) }}
    {% for moment in ['frozen', 'current'] %}
        union all
        select
            'recognised = groups of clients by {{ moment }} parent' as check_name,
            cast(null as {{ dbt.type_string() }}) as entity_code,
            all_entities.accounting_period,
            all_entities.amount as a_value,
            coalesce(by_group.{{ moment }}_amount, 0) as b_value
        from all_entities
        left join by_group on {{ same('all_entities', 'by_group', ['accounting_period']) }}
    {% endfor %}
),

measured as (
    select
        'C22' as control_id,
        check_name,
        entity_code,
        accounting_period,
        coalesce(entity_code, 'all entities') as subject,
        cast(coalesce(a_value, 0) as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
