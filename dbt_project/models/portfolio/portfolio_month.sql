{%- set keys = ['entity_code', 'accounting_period'] -%}
{#- What the projects and products of an entity come to in each accounting period. Budget, estimate and variance
    at completion are of the projects of which both budget and estimate are known, so that they foot. At risk is the
    backlog of projects that are red. -#}
{%- set forecasts = ['budget_at_completion', 'estimate_at_completion', 'variance_at_completion'] -%}
{%- set balances = ['backlog', 'at_risk_backlog', 'unbilled_revenue'] -%}
with

project_months as (
    select * from {{ ref('fct_project_month') }}
),

product_months as (
    select * from {{ ref('fct_product_month') }}
),

periods as (
    select * from {{ ref('dim_accounting_period') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

projects as (
    select
        entity_code,
        accounting_period,
        sum(hours) as hours,
        sum(billable_hours) as billable_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount,
        {% for state in ['red', 'amber', 'green', 'unknown'] %}
            cast(sum(case when rag_state = '{{ state }}' then 1 else 0 end) as bigint)
                as {{ state }}_projects,
        {% endfor %}
    {%- for books in ['functional', 'reporting'] %}
        {%- for measure in forecasts %}
            sum(case when variance_at_completion_{{ books }}_amount is not null then {{ measure }}_{{ books }}_amount end)
                as {{ measure }}_{{ books }}_amount,
        {%- endfor %}
        sum(backlog_{{ books }}_amount) as backlog_{{ books }}_amount,
        case
            when sum(case when rag_state = 'red' then 1 else 0 end) = 0 then 0
            else sum(case when rag_state = 'red' then backlog_{{ books }}_amount end)
        end as at_risk_backlog_{{ books }}_amount,
        sum(unbilled_revenue_{{ books }}_amount) as unbilled_revenue_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from project_months
    group by entity_code, accounting_period
),

products as (
    select
        entity_code,
        accounting_period,
        sum(unconverted_rows) as unconverted_rows,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount
    from product_months
    group by entity_code, accounting_period
),

spine as (
    select
        entity_code,
        accounting_period
    from projects
    union
    select
        entity_code,
        accounting_period
    from products
),

joined as (
    select
        spine.entity_code,
        spine.accounting_period,
        coalesce(periods.state, 'never_opened') as accounting_period_state,
        entities.functional_currency_code,
        entities.reporting_currency_code,
        cast(coalesce(projects.hours, 0) as decimal(18, 6)) as hours,
        cast(coalesce(projects.billable_hours, 0) as decimal(18, 6)) as billable_hours,
        cast(coalesce(projects.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(
            coalesce(projects.unconverted_rows, 0) + coalesce(products.unconverted_rows, 0)
            as bigint
        ) as unconverted_rows,
        {% for state in ['red', 'amber', 'green', 'unknown'] %}
            coalesce(projects.{{ state }}_projects, 0) as {{ state }}_projects,
        {% endfor %}
        {% for measure in forecasts %}
            {% for books in ['functional', 'reporting'] %}
                cast(projects.{{ measure }}_{{ books }}_amount as decimal(18, 2))
                    as {{ measure }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        {% for measure in balances %}
            {% for books in ['functional', 'reporting'] %}
                {{ posted_sum('projects.' ~ measure ~ '_' ~ books ~ '_amount', 'projects.hours') }}
                    as {{ measure }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
    {% for books in ['functional', 'reporting'] %}
        {{ posted_sum('projects.revenue_' ~ books ~ '_amount', 'projects.hours') }}
            as project_revenue_{{ books }}_amount,
        {{ posted_sum('products.revenue_' ~ books ~ '_amount', 'products.unconverted_rows') }}
            as product_revenue_{{ books }}_amount,
        cast(
            {{ posted_sum('projects.billed_' ~ books ~ '_amount', 'projects.hours') }}
            + {{ posted_sum('products.billed_' ~ books ~ '_amount', 'products.unconverted_rows') }}
            as decimal(18, 2)
        ) as billed_{{ books }}_amount,
        {{ posted_sum('projects.cost_' ~ books ~ '_amount', 'projects.hours') }}
            as cost_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join periods
        on
            spine.entity_code = periods.entity_code
            and spine.accounting_period = periods.period_code
    left join projects on {{ same('spine', 'projects', keys) }}
    left join products on {{ same('spine', 'products', keys) }}
),

measured as (
    select
        {{ surrogate_key(keys) }} as portfolio_month_key,
        entity_code,
        accounting_period,
        accounting_period_state,
        functional_currency_code,
        reporting_currency_code,
        hours,
        billable_hours,
        uncosted_hours,
        unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            project_revenue_{{ books }}_amount,
            product_revenue_{{ books }}_amount,
            billed_{{ books }}_amount,
            cost_{{ books }}_amount,
            cast(
                project_revenue_{{ books }}_amount
                + product_revenue_{{ books }}_amount
                - cost_{{ books }}_amount
                as decimal(18, 2)
            ) as gross_margin_recognised_{{ books }}_amount,
            {% for measure in forecasts + balances %}
                {{ measure }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        red_projects,
        amber_projects,
        green_projects,
        unknown_projects,
        cast(
            {{ exact_quotient(
                'project_revenue_reporting_amount',
                'project_revenue_reporting_amount + product_revenue_reporting_amount',
            ) }}
            as decimal(18, 6)
        ) as services_revenue_share
    from joined
)

select * from measured
