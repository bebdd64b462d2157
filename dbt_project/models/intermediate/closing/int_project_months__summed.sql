{#- What was worked, recognised and billed of each project in each accounting period and until its end, and
    the quiet periods between. Rows without a project are work and billing that name none. What was sold
    as a product alone is in fct_product_month; what was bought for no project is in fct_cost_month. -#}
{%- set keys = ['entity_code', 'accounting_period', 'project_key'] -%}
{%- set categories = ['delivery', 'product', 'governance', 'presales', 'internal', 'leave', 'bench'] -%}
{%- set books = ['functional', 'reporting'] -%}
with

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where project_key is not null or cost_class = 'labour'
),

costs as (
    select * from {{ ref('int_costs__grouped') }}
    where project_key is not null or cost_class = 'labour'
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
    where project_key is not null or product_key is null
),

billings as (
    select * from {{ ref('fct_billing_event') }}
    where project_key is not null or product_key is null
),

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

backlog as (
    select * from {{ ref('int_project_backlog__summed') }}
    where backlog_functional_amount <> 0 or backlog_reporting_amount <> 0
),

worked as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(hours) as hours,
        sum(billable_hours) as billable_hours,
        sum(approved_hours) as approved_hours,
    {% for category in categories %}
        sum(case when time_category = '{{ category }}' then hours else 0 end)
            as {{ category }}_category_hours{{ ',' if not loop.last }}
    {% endfor %}
    from costs
    group by entity_code, accounting_period, project_key
),

costed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from cost_months
    group by entity_code, accounting_period, project_key
),

recognised as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from revenue
    group by entity_code, accounting_period, project_key
),

billed as (
    select
        entity_code,
        accounting_period,
        project_key,
        sum(billed_functional_amount) as billed_functional_amount,
        sum(billed_reporting_amount) as billed_reporting_amount,
        sum(unconverted_rows) as unconverted_rows
    from billings
    group by entity_code, accounting_period, project_key
),

spine as (
    {%- for part in ['worked', 'recognised', 'billed', 'backlog'] %}
        select
            entity_code,
            accounting_period,
            project_key
        from {{ part }}
        union
    {%- endfor %}
    select
        entity_code,
        period_code as accounting_period,
        project_key
    from project_periods
),

joined as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.project_key,
        {% for measure in ['hours', 'billable_hours', 'approved_hours'] %}
            cast(coalesce(worked.{{ measure }}, 0) as decimal(18, 6)) as {{ measure }},
        {% endfor %}
        {% for category in categories %}
            cast(coalesce(worked.{{ category }}_category_hours, 0) as decimal(18, 6))
                as {{ category }}_category_hours,
        {% endfor %}
        cast(coalesce(costed.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(
            coalesce(costed.unconverted_rows, 0)
            + coalesce(recognised.unconverted_rows, 0)
            + coalesce(billed.unconverted_rows, 0)
            as bigint
        ) as unconverted_rows,
    {% for currency in books %}
        {{ posted_sum('costed.cost_' ~ currency ~ '_amount', 'costed.uncosted_hours') }}
            as cost_{{ currency }}_amount,
        {{ posted_sum('recognised.revenue_' ~ currency ~ '_amount', 'recognised.unconverted_rows') }}
            as revenue_{{ currency }}_amount,
        {{ posted_sum('billed.billed_' ~ currency ~ '_amount', 'billed.unconverted_rows') }}
            as billed_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from spine
    left join worked on {{ same('spine', 'worked', keys) }}
    left join costed on {{ same('spine', 'costed', keys) }}
    left join recognised on {{ same('spine', 'recognised', keys) }}
    left join billed on {{ same('spine', 'billed', keys) }}
),

cumulated as (
    select
        joined.*,
    {%- for measure in ['cost', 'revenue', 'billed'] %}
    {%- for currency in books %}
        case
            when accounting_period is not null
                then cast(sum({{ measure }}_{{ currency }}_amount) over until_now as decimal(18, 2))
        end as {{ "posted_cost" if measure == "cost" else measure }}_to_date_{{ currency }}_amount
        {{- ',' if not (loop.last and measure == 'billed') }}
    {%- endfor %}
    {%- endfor %}
    from joined
    window until_now as (
        partition by entity_code, project_key
        order by accounting_period nulls last
        rows between unbounded preceding and current row
    )
)

select * from cumulated
