with

projects as (
    select * from {{ ref('dim_project') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

project_months as (
    select * from {{ ref('fct_project_month') }}
    where project_key is not null
),

entities as (
    select * from {{ ref('dim_entity') }}
),

totals as (
    select
        project_key,
        min(accounting_period) as first_accounting_period,
        max(accounting_period) as last_accounting_period,
        sum(hours) as hours,
        sum(billable_hours) as billable_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(cost_reporting_amount) as cost_reporting_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(billed_reporting_amount) as billed_reporting_amount
    from project_months
    group by project_key
),

posted as (
    select
        projects.project_key,
        totals.first_accounting_period,
        totals.last_accounting_period,
        cast(coalesce(totals.hours, 0) as decimal(18, 6)) as hours,
        cast(coalesce(totals.billable_hours, 0) as decimal(18, 6)) as billable_hours,
        cast(coalesce(totals.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(coalesce(totals.unconverted_rows, 0) as bigint) as unconverted_rows,
        {{ posted_sum('totals.cost_reporting_amount', 'totals.project_key') }}
            as cost_reporting_amount,
        {{ posted_sum('totals.revenue_reporting_amount', 'totals.project_key') }}
            as revenue_reporting_amount,
        {{ posted_sum('totals.billed_reporting_amount', 'totals.project_key') }}
            as billed_reporting_amount
    from projects
    left join totals on projects.project_key = totals.project_key
),

described as (
    select
        projects.project_key,
        projects.project_code,
        projects.project_name,
        projects.client_key,
        clients.client_name,
        projects.entity_code,
        projects.project_type,
        projects.practice,
        projects.state,
        projects.start_date,
        projects.end_date,
        posted.first_accounting_period,
        posted.last_accounting_period,
        cast(projects.budget_hours as decimal(18, 6)) as budget_hours,
        posted.hours,
        posted.billable_hours,
        posted.uncosted_hours,
        posted.unconverted_rows,
        entities.reporting_currency_code,
        posted.cost_reporting_amount,
        posted.revenue_reporting_amount,
        posted.billed_reporting_amount,
        cast(posted.revenue_reporting_amount - posted.billed_reporting_amount as decimal(18, 2))
            as revenue_not_billed_reporting_amount,
        cast(posted.revenue_reporting_amount - posted.cost_reporting_amount as decimal(18, 2))
            as gross_margin_recognised_reporting_amount,
        cast({{ exact_quotient('posted.hours', 'projects.budget_hours') }} as decimal(18, 6))
            as budget_used_share
    from projects
    inner join posted on projects.project_key = posted.project_key
    left join clients on projects.client_key = clients.client_key
    left join entities on projects.entity_code = entities.entity_code
)

select * from described
