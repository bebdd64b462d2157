{#- C21: the margin bridge foots between every pair of published margins, ends where the project months say and,
    but for rounding, where postings of revenue and cost do, and what no item tells is no more than rounding;
    cost by what it was for is, but for rounding, what was posted, and clients bear all of it that is of projects or
    labour. A closed period may have been published when each client's cost was rounded by itself, or when what was
    bought for no project was in the row of no client. -#}
{%- set steps = {
    'gross_margin_recognised': [
        'gross_margin_billed', 'change_in_wip', 'change_in_deferred', 'cost_rate_variance',
        'billed_to_recognised_fx', 'billed_to_recognised_prior_period', 'billed_to_recognised_other',
    ],
    'tm_margin': [
        'gross_margin_recognised', 'unapproved_time', 'price_difference', 'cost_other_than_labour',
        'recognised_to_tm_fx', 'recognised_to_tm_prior_period', 'recognised_to_tm_other',
    ],
} -%}
with

bridges as (
    select * from {{ ref('fct_margin_bridge') }}
),

project_months as (
    select * from {{ ref('fct_project_month') }}
),

costs as (
    select * from {{ ref('fct_project_cost') }}
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
),

booked_periods as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost' and is_booked
),

events as (
    select * from {{ ref('fct_revenue_event') }}
),

clients as (
    select * from {{ ref('fct_customer_profitability') }}
),

all_cost as (
    select
        entity_code,
        accounting_period,
        {%- for books in ['functional', 'reporting'] %}
            sum(cost_{{ books }}_amount) as cost_{{ books }}_amount,
            sum(case when project_key is not null or cost_class = 'labour' then cost_{{ books }}_amount end)
                as cost_of_projects_{{ books }}_amount,
        {%- endfor %}
        count(*) as cost_months
    from cost_months
    group by entity_code, accounting_period
),

all_postings as (
    select
        entity_code,
        accounting_period,
    {%- for books in ['functional', 'reporting'] %}
        {{ posted_amount('sum(cost_' ~ books ~ '_amount)') }} as cost_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from costs
    group by entity_code, accounting_period
),

spine as (
    select
        entity_code,
        accounting_period
    from all_cost
    union
    select
        entity_code,
        accounting_period
    from all_postings
),

cost_of_clients as (
    select
        entity_code,
        accounting_period,
        {%- for books in ['functional', 'reporting'] %}
            sum(cost_to_serve_{{ books }}_amount) as cost_{{ books }}_amount,
        {%- endfor %}
        count(*) as clients
    from clients
    group by entity_code, accounting_period
),

borne as (
    select
        all_cost.*,
        {%- for books in ['functional', 'reporting'] %}
            coalesce(cost_of_clients.cost_{{ books }}_amount, 0) as cost_to_serve_{{ books }}_amount,
        {%- endfor %}
        booked_periods.period_code is not null as is_booked,
        case when booked_periods.period_code is null then 0 else 0.01 * coalesce(cost_of_clients.clients, 0) end
            as tolerance
    from all_cost
    left join cost_of_clients
        on {{ same('all_cost', 'cost_of_clients', ['entity_code', 'accounting_period']) }}
    left join booked_periods
        on
            all_cost.entity_code = booked_periods.entity_code
            and all_cost.accounting_period = booked_periods.period_code
),

posted as (
    select
        entity_code,
        accounting_period,
        project_key,
        revenue_functional_amount as margin_functional_amount,
        revenue_reporting_amount as margin_reporting_amount
    from events
    where project_key is not null
    union all
    select
        entity_code,
        accounting_period,
        project_key,
        -cost_functional_amount as margin_functional_amount,
        -cost_reporting_amount as margin_reporting_amount
    from costs
    where project_key is not null
),

margin_of_postings as (
    select
        entity_code,
        accounting_period,
        project_key,
        coalesce(sum(margin_functional_amount), 0) as margin_functional_amount,
        coalesce(sum(margin_reporting_amount), 0) as margin_reporting_amount
    from posted
    group by entity_code, accounting_period, project_key
),

compared as (
    {%- for books in ['functional', 'reporting'] %}
        {%- set end = '_' ~ books ~ '_amount' %}
        select
            'cost by what it was for = cost as posted, {{ books }} currency' as check_name,
            spine.entity_code,
            spine.accounting_period,
            coalesce(all_cost.cost{{ end }}, 0) as a_value,
            coalesce(all_postings.cost{{ end }}, 0) as b_value,
            cast(0.01 * coalesce(all_cost.cost_months, 0) as decimal(38, 9)) as tolerance
        from spine
        left join all_cost on {{ same('spine', 'all_cost', ['entity_code', 'accounting_period']) }}
        left join all_postings on {{ same('spine', 'all_postings', ['entity_code', 'accounting_period']) }}
        union all
        select
            'cost of projects = cost to serve of clients, {{ books }} currency' as check_name,
            entity_code,
            accounting_period,
            case
                when is_booked and abs(coalesce(cost{{ end }}, 0) - cost_to_serve{{ end }}) <= tolerance
                    then coalesce(cost{{ end }}, 0)
                else coalesce(cost_of_projects{{ end }}, 0)
            end as a_value,
            cost_to_serve{{ end }} as b_value,
            cast(tolerance as decimal(38, 9)) as tolerance
        from borne
        union all
        {%- for margin, items in steps.items() %}
            select
                '{{ margin }} = {{ items[0] }} + items, {{ books }} currency' as check_name,
                entity_code,
                accounting_period,
                sum({{ margin }}{{ end }}) as a_value,
                sum({{ items | join(end ~ ' + ') ~ end }}) as b_value,
                cast(0 as decimal(38, 9)) as tolerance
            from bridges
            where {{ margin }}{{ end }} is not null and {{ items[0] }}{{ end }} is not null
            group by entity_code, accounting_period
            union all
            select
                'what no item to {{ margin }} tells is rounding, {{ books }} currency' as check_name,
                entity_code,
                accounting_period,
                sum(abs(coalesce({{ items | last }}{{ end }}, 0))) as a_value,
                0 as b_value,
                cast(0.03 * count(*) as decimal(38, 9)) as tolerance
            from bridges
            group by entity_code, accounting_period
            union all
        {%- endfor %}
        select
            'margin at the end of the bridge = margin of projects, {{ books }} currency' as check_name,
            project_months.entity_code,
            project_months.accounting_period,
            sum(coalesce(bridges.gross_margin_recognised{{ end }}, 0)) as a_value,
            sum(project_months.gross_margin_recognised{{ end }}) as b_value,
            cast(0 as decimal(38, 9)) as tolerance
        from project_months
        left join bridges on project_months.project_month_key = bridges.margin_bridge_key
        where project_months.gross_margin_recognised{{ end }} is not null
        group by project_months.entity_code, project_months.accounting_period
        union all
        select
            'margin at the end of the bridge = revenue - cost as posted, {{ books }} currency' as check_name,
            bridges.entity_code,
            bridges.accounting_period,
            sum(bridges.gross_margin_recognised{{ end }}) as a_value,
            {{ posted_amount('sum(coalesce(margin_of_postings.margin' ~ end ~ ', 0))') }} as b_value,
            cast(0.03 * count(*) as decimal(38, 9)) as tolerance
        from bridges
        left join margin_of_postings
            on {{ same('bridges', 'margin_of_postings', ['entity_code', 'accounting_period', 'project_key']) }}
        where bridges.project_key is not null and bridges.gross_margin_recognised{{ end }} is not null
        group by bridges.entity_code, bridges.accounting_period
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

measured as (
    select
        'C21' as control_id,
        check_name,
        entity_code,
        accounting_period,
        coalesce(entity_code, 'no entity') as subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        tolerance
    from compared
)

select * from measured
