{#- What products bring and cost. Revenue is what was sold as a product and not through a project; cost is
    what suppliers' bills say it was for, and the work on projects of type product. Cost that says no
    product stays on a row without one: it is never guessed which product it was for. -#}
{%- set keys = ['entity_code', 'accounting_period', 'product_key'] -%}
{%- set streams = ['subscription', 'usage'] -%}
{%- set ends = {'functional': '_functional_amount', 'reporting': '_reporting_amount'} -%}
{%- set kinds = ['hosting', 'support', 'research', 'other'] -%}
with

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where product_key is not null and project_key is null
),

costs as (
    select * from {{ ref('fct_cost_month') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

recognised as (
    select
        {{ keys | join(', ') }},
        {% for books in ['functional', 'reporting'] %}
            {% for stream in streams %}
                sum(case when revenue_stream = '{{ stream }}' then revenue_{{ books }}_amount end)
                    as {{ stream }}_{{ books }}_amount,
                max(case when revenue_stream = '{{ stream }}' then 1 end) as {{ stream }}_{{ books }}_rows,
            {% endfor %}
            sum(revenue_{{ books }}_amount) as revenue_{{ books }}_amount,
        {% endfor %}
        sum(unconverted_rows) as unconverted_rows
    from revenue
    group by {{ keys | join(', ') }}
),

product_costs as (
    select
        costs.entity_code,
        costs.accounting_period,
        costs.product_key,
        case
            when costs.project_key is not null then 'research'
            when costs.cost_class in ('hosting', 'support', 'research') then costs.cost_class
            else 'other'
        end as cost_kind,
        costs.hours,
        costs.uncosted_hours,
        costs.unconverted_rows,
        costs.cost_functional_amount,
        costs.cost_reporting_amount
    from costs
    left join projects on costs.project_key = projects.project_key
    where
        projects.project_type = 'product'
        or (costs.project_key is null and costs.product_key is not null)
),

spent as (
    select
        {{ keys | join(', ') }},
        {% for books in ['functional', 'reporting'] %}
            {% for kind in kinds %}
                sum(case when cost_kind = '{{ kind }}' then cost_{{ books }}_amount end)
                    as {{ kind }}_{{ books }}_amount,
                max(case when cost_kind = '{{ kind }}' then 1 end) as {{ kind }}_{{ books }}_rows,
            {% endfor %}
        {% endfor %}
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows
    from product_costs
    group by {{ keys | join(', ') }}
),

spine as (
    select {{ keys | join(', ') }}
    from recognised
    union
    select {{ keys | join(', ') }}
    from spent
),

posted as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.product_key,
        {% for books in ['functional', 'reporting'] %}
            entities.{{ books }}_currency_code,
            {% for stream in streams %}
                {{ posted_sum(
                    'recognised.' ~ stream ~ '_' ~ books ~ '_amount',
                    'recognised.' ~ stream ~ '_' ~ books ~ '_rows',
                ) }} as {{ stream }}_revenue_{{ books }}_amount,
            {% endfor %}
            {{ posted_sum('recognised.revenue_' ~ books ~ '_amount', 'recognised.unconverted_rows') }}
                as revenue_{{ books }}_amount,
            {% for kind in kinds %}
                {{ posted_sum(
                    'spent.' ~ kind ~ '_' ~ books ~ '_amount', 'spent.' ~ kind ~ '_' ~ books ~ '_rows'
                ) }} as {{ kind }}_cost_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        cast(coalesce(spent.hours, 0) as decimal(18, 6)) as research_hours,
        cast(coalesce(spent.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(coalesce(recognised.unconverted_rows, 0) + coalesce(spent.unconverted_rows, 0) as bigint)
            as unconverted_rows
    from spine
    left join recognised on {{ same('spine', 'recognised', keys) }}
    left join spent on {{ same('spine', 'spent', keys) }}
    left join entities on spine.entity_code = entities.entity_code
),

described as (
    select
        {{ surrogate_key(keys) }} as product_pnl_month_key,
        {{ keys | join(', ') }},
        {% for books, end in ends.items() %}
            {{ books }}_currency_code,
            subscription_revenue{{ end }},
            usage_revenue{{ end }},
            cast(
                revenue{{ end }} - coalesce(subscription_revenue{{ end }}, 0)
                - coalesce(usage_revenue{{ end }}, 0) as decimal(18, 2)
            ) as other_revenue{{ end }},
            revenue{{ end }},
            {% for kind in kinds %}
                {{ kind }}_cost{{ end }},
            {% endfor %}
            cast(
                revenue{{ end }} - {{ kinds | join('_cost' ~ end ~ ' - ') }}_cost{{ end }} as decimal(18, 2)
            ) as product_margin{{ end }},
        {% endfor %}
        research_hours,
        uncosted_hours,
        unconverted_rows
    from posted
)

select * from described
