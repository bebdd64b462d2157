{#- What each client brought and what it cost to serve, with its share of the entity's revenue. The group it
    belongs to is the one of the day: a closed period keeps the group it was published with, when it is opened again
    too, so that a client that moves later moves no closed sum (fct_client_group_month). Cost to serve is
    the cost of the client's projects, and in the row of no client that of projects and labour without one; products bear
    none yet, and what was bought for no project is in fct_cost_month alone. It is what that has, to the cent: where a row
    of it is of several clients, each has what the sum until it, rounded, is more than the one before. -#}
{%- set keys = ['entity_code', 'accounting_period', 'client_key'] -%}
{%- set parts = cost_month_keys() -%}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

costs as (
    select * from {{ ref('int_costs__grouped') }}
    where project_key is not null or cost_class = 'labour'
),

billings as (
    select * from {{ ref('fct_billing_event') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_profitability') }}
),

earned as (
    select
        entity_code,
        accounting_period,
        client_key,
        sum(unconverted_rows) as unconverted_rows,
    {% for books in ['functional', 'reporting'] %}
        sum(
            case
                when project_key is not null or product_key is null then revenue_{{ books }}_amount
                else 0
            end
        ) as project_revenue_{{ books }}_amount,
        sum(
            case
                when project_key is null and product_key is not null then revenue_{{ books }}_amount
                else 0
            end
        ) as product_revenue_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from revenue
    group by entity_code, accounting_period, client_key
),

parts_of_cost as (
    select
        {{ parts | join(',\n        ') }},
        client_key,
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
    {% for books in ['functional', 'reporting'] %}
        sum(cost_{{ books }}_amount) as cost_{{ books }}_amount,
        {{ posted_amount('sum(coalesce(sum(cost_' ~ books ~ '_amount), 0)) over until_client') }}
            as cost_until_client_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from costs
    group by {{ parts | join(', ') }}, client_key
    window until_client as (partition by {{ parts | join(', ') }} order by client_key nulls last)
),

rounded as (
    select
        *,
    {% for books in ['functional', 'reporting'] %}
        case
            when cost_{{ books }}_amount is not null
                then
                    cost_until_client_{{ books }}_amount
                    - lag(cost_until_client_{{ books }}_amount, 1, 0) over by_client
        end as rounded_cost_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from parts_of_cost
    window by_client as (partition by {{ parts | join(', ') }} order by client_key nulls last)
),

served as (
    select
        entity_code,
        accounting_period,
        client_key,
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(rounded_cost_functional_amount) as cost_functional_amount,
        sum(rounded_cost_reporting_amount) as cost_reporting_amount
    from rounded
    group by entity_code, accounting_period, client_key
),

billed as (
    select
        entity_code,
        accounting_period,
        client_key,
        sum(unconverted_rows) as unconverted_rows,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount
    from billings
    group by entity_code, accounting_period, client_key
),

spine as (
    select
        entity_code,
        accounting_period,
        client_key
    from earned
    union
    select
        entity_code,
        accounting_period,
        client_key
    from served
    union
    select
        entity_code,
        accounting_period,
        client_key
    from billed
),

joined as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.client_key,
        coalesce(booked.group_client_key, clients.parent_client_key, spine.client_key) as group_client_key,
        entities.functional_currency_code,
        entities.reporting_currency_code,
        coalesce(served.hours, 0) as hours,
        coalesce(served.uncosted_hours, 0) as uncosted_hours,
        coalesce(served.unconverted_rows, 0)
        + coalesce(earned.unconverted_rows, 0)
        + coalesce(billed.unconverted_rows, 0) as unconverted_rows,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_sum('earned.project_revenue_' ~ books ~ '_amount', 'earned.unconverted_rows') }}
            as project_revenue_{{ books }}_amount,
        {{ posted_sum('earned.product_revenue_' ~ books ~ '_amount', 'earned.unconverted_rows') }}
            as product_revenue_{{ books }}_amount,
        {{ posted_sum('billed.billed_' ~ books ~ '_amount', 'billed.unconverted_rows') }}
            as billed_{{ books }}_amount,
        {{ posted_sum('served.cost_' ~ books ~ '_amount', 'served.uncosted_hours') }}
            as cost_to_serve_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from spine
    left join clients on spine.client_key = clients.client_key
    left join entities on spine.entity_code = entities.entity_code
    left join earned on {{ same('spine', 'earned', keys) }}
    left join booked on {{ same('spine', 'booked', keys) }}
    left join served on {{ same('spine', 'served', keys) }}
    left join billed on {{ same('spine', 'billed', keys) }}
),

described as (
    select
        {{ surrogate_key(keys) }} as customer_profitability_key,
        entity_code,
        accounting_period,
        client_key,
        group_client_key,
        cast(hours as decimal(18, 6)) as hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(unconverted_rows as bigint) as unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            {{ books }}_currency_code,
            project_revenue_{{ books }}_amount,
            product_revenue_{{ books }}_amount,
            billed_{{ books }}_amount,
            cost_to_serve_{{ books }}_amount,
            cast(
                project_revenue_{{ books }}_amount + product_revenue_{{ books }}_amount
                - cost_to_serve_{{ books }}_amount as decimal(18, 2)
            ) as gross_margin_recognised_{{ books }}_amount,
        {% endfor %}
        cast(
            {{ exact_quotient(
                'project_revenue_functional_amount + product_revenue_functional_amount',
                'sum(project_revenue_functional_amount + product_revenue_functional_amount)'
                    ~ ' over (partition by entity_code, accounting_period)',
            ) }} as decimal(18, 6)
        ) as concentration_share
    from joined
)

select * from described
