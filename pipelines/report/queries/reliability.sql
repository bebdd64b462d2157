select *
from fct_portfolio_reliability
where is_running_period
order by entity_code
