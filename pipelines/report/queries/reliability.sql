select *
from fct_portfolio_reliability
where accounting_period = $until
order by entity_code
