with

ends as (
    select
        period_code,
        max(period_end_date) as period_end_date
    from dim_accounting_period
    group by period_code
)

select
    portfolio_month.accounting_period,
    coalesce(max(ends.period_end_date) <= $as_of_date, false) as is_over,
    whole(project_revenue_reporting_amount) as project_revenue_reporting_amount,
    whole(product_revenue_reporting_amount) as product_revenue_reporting_amount,
    whole(project_revenue_reporting_amount) + whole(product_revenue_reporting_amount)
        as revenue_reporting_amount,
    whole(billed_reporting_amount) as billed_reporting_amount,
    whole(cost_reporting_amount) as cost_reporting_amount,
    whole(gross_margin_recognised_reporting_amount) as gross_margin_recognised_reporting_amount,
    whole(backlog_reporting_amount) as backlog_reporting_amount,
    whole(unbilled_revenue_reporting_amount) as unbilled_revenue_reporting_amount,
    sum(hours) as hours,
    sum(red_projects) as red_projects,
    sum(amber_projects) as amber_projects,
    sum(green_projects) as green_projects,
    sum(unknown_projects) as unknown_projects
from portfolio_month
left join ends on portfolio_month.accounting_period = ends.period_code
where portfolio_month.accounting_period is not null
group by portfolio_month.accounting_period
order by portfolio_month.accounting_period
