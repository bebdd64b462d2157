{#- Revenue and margin of groups of clients, by the group a client belonged to when the period was closed and
    by the one it belongs to now. What a change of parents moves between groups is the reorganisation
    effect; over all groups it is zero. A group is headed by a client's parent, or by itself without one. -#}
{%- set measures = {
    'revenue': 'project_revenue_reporting_amount + product_revenue_reporting_amount',
    'gross_margin_recognised': 'gross_margin_recognised_reporting_amount',
} -%}
with

profitability as (
    select * from {{ ref('fct_customer_profitability') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

grouped as (
    select
        profitability.accounting_period,
        profitability.group_client_key as frozen_group_key,
        coalesce(clients.parent_client_key, profitability.client_key) as current_group_key,
        profitability.reporting_currency_code,
    {% for measure, amount in measures.items() %}
        {{ amount }} as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from profitability
    left join clients on profitability.client_key = clients.client_key
),

both_ways as (
    select
        accounting_period,
        frozen_group_key as group_client_key,
        reporting_currency_code,
        revenue as frozen_revenue,
        gross_margin_recognised as frozen_margin,
        0 as current_revenue,
        0 as current_margin,
        case when gross_margin_recognised is null then 1 else 0 end as margins_unknown
    from grouped
    union all
    select
        accounting_period,
        current_group_key as group_client_key,
        reporting_currency_code,
        0 as frozen_revenue,
        0 as frozen_margin,
        revenue as current_revenue,
        gross_margin_recognised as current_margin,
        0 as margins_unknown
    from grouped
),

summed as (
    select
        accounting_period,
        group_client_key,
        min(reporting_currency_code) as reporting_currency_code,
        sum(frozen_revenue) as frozen_revenue,
        sum(frozen_margin) as frozen_margin,
        sum(current_revenue) as current_revenue,
        sum(current_margin) as current_margin,
        sum(margins_unknown) as margins_unknown
    from both_ways
    group by accounting_period, group_client_key
),

shared as (
    select
        summed.*,
        sum(frozen_revenue) over (partition by accounting_period) as all_revenue
    from summed
),

described as (
    select
        {{ surrogate_key(['accounting_period', 'group_client_key']) }} as client_group_month_key,
        accounting_period,
        group_client_key,
        reporting_currency_code,
        cast(frozen_revenue as decimal(18, 2)) as revenue_by_frozen_parent_reporting_amount,
        cast(current_revenue as decimal(18, 2)) as revenue_by_current_parent_reporting_amount,
        cast(current_revenue - frozen_revenue as decimal(18, 2))
            as revenue_reorg_effect_reporting_amount,
        cast(frozen_margin as decimal(18, 2)) as margin_by_frozen_parent_reporting_amount,
        cast(current_margin as decimal(18, 2)) as margin_by_current_parent_reporting_amount,
        cast(current_margin - frozen_margin as decimal(18, 2)) as margin_reorg_effect_reporting_amount,
        cast(margins_unknown as bigint) as uncosted_clients,
        cast({{ exact_quotient('frozen_revenue', 'all_revenue') }} as decimal(18, 6))
            as group_concentration_share
    from shared
)

select * from described
