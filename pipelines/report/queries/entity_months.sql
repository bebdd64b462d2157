select
    *,
    project_revenue_reporting_amount + product_revenue_reporting_amount as revenue_reporting_amount
from portfolio_month
where accounting_period >= $since
order by accounting_period desc, entity_code
