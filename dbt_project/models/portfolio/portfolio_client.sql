with

clients as (
    select * from {{ ref('dim_customer') }}
),

profitability as (
    select * from {{ ref('fct_customer_profitability') }}
    where client_key is not null
),

receivables as (
    select * from {{ ref('fct_ar_aging') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

currencies as (
    select min(reporting_currency_code) as reporting_currency_code
    from entities
),

periods as (
    select
        period_code,
        row_number() over (order by period_start_date desc) as recency
    from {{ ref('int_period_ends__listed') }}
    where is_over
),

totals as (
    select
        profitability.client_key,
        min(profitability.accounting_period) as first_accounting_period,
        max(profitability.accounting_period) as last_accounting_period,
        sum(profitability.hours) as hours,
        sum(profitability.uncosted_hours) as uncosted_hours,
        sum(profitability.unconverted_rows) as unconverted_rows,
        sum(profitability.project_revenue_reporting_amount) as project_revenue_reporting_amount,
        sum(profitability.product_revenue_reporting_amount) as product_revenue_reporting_amount,
        sum(profitability.billed_reporting_amount) as billed_reporting_amount,
        sum(profitability.cost_to_serve_reporting_amount) as cost_to_serve_reporting_amount,
        sum(
            case
                when periods.recency <= 12
                    then
                        profitability.project_revenue_reporting_amount
                        + profitability.product_revenue_reporting_amount
                else 0
            end
        ) as recent_revenue_reporting_amount
    from profitability
    left join periods on profitability.accounting_period = periods.period_code
    group by profitability.client_key
),

owed as (
    select
        client_key,
        sum(open_reporting_amount) as receivable_reporting_amount
    from receivables
    where is_running_period
    group by client_key
),

delivered as (
    select
        client_key,
        count(*) as projects
    from projects
    group by client_key
),

posted as (
    select
        clients.client_key,
        clients.client_name,
        clients.parent_client_key,
        parents.client_name as parent_client_name,
        clients.country_code,
        clients.region,
        totals.first_accounting_period,
        totals.last_accounting_period,
        cast(coalesce(delivered.projects, 0) as bigint) as project_count,
        cast(coalesce(totals.hours, 0) as decimal(18, 6)) as hours,
        cast(coalesce(totals.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(coalesce(totals.unconverted_rows, 0) as bigint) as unconverted_rows,
        currencies.reporting_currency_code,
    {% for measure in [
        'project_revenue', 'product_revenue', 'billed', 'cost_to_serve', 'recent_revenue'
    ] %}
            {{ posted_sum('totals.' ~ measure ~ '_reporting_amount', 'totals.client_key') }}
                as {{ measure }}_reporting_amount,
        {% endfor %}
        {{ posted_sum('owed.receivable_reporting_amount', 'owed.client_key') }}
            as receivable_reporting_amount
    from clients
    cross join currencies
    left join clients as parents on clients.parent_client_key = parents.client_key
    left join totals on clients.client_key = totals.client_key
    left join owed on clients.client_key = owed.client_key
    left join delivered on clients.client_key = delivered.client_key
),

described as (
    select
        client_key,
        client_name,
        parent_client_key,
        parent_client_name,
        country_code,
        region,
        first_accounting_period,
        last_accounting_period,
        project_count,
        hours,
        uncosted_hours,
        unconverted_rows,
        reporting_currency_code,
        project_revenue_reporting_amount,
        product_revenue_reporting_amount,
        billed_reporting_amount,
        cost_to_serve_reporting_amount,
        cast(
            project_revenue_reporting_amount + product_revenue_reporting_amount
            - cost_to_serve_reporting_amount as decimal(18, 2)
        ) as gross_margin_recognised_reporting_amount,
        cast(
            {{ exact_quotient(
                'project_revenue_reporting_amount + product_revenue_reporting_amount'
                ~ ' - cost_to_serve_reporting_amount',
                '(project_revenue_reporting_amount + product_revenue_reporting_amount)',
            ) }}
            as decimal(18, 6)
        ) as gross_margin_share,
        recent_revenue_reporting_amount,
        cast(
            {{ exact_quotient(
                'recent_revenue_reporting_amount', 'sum(recent_revenue_reporting_amount) over ()'
            ) }}
            as decimal(18, 6)
        ) as client_concentration_share,
        receivable_reporting_amount
    from posted
)

select * from described
