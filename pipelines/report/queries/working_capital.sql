select *
from fct_working_capital_month
where is_running_period
order by entity_code
