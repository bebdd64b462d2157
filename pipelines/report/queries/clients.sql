select *
from portfolio_client
order by recent_revenue_reporting_amount desc nulls last, client_name, client_key
