select
    accounting_period,
    revenue_stream,
    whole(revenue_reporting_amount) as revenue_reporting_amount
from fct_revenue_disaggregated_month
where accounting_period is not null
group by accounting_period, revenue_stream
order by accounting_period desc, revenue_stream
