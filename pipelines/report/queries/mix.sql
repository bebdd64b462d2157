select *
from fct_balance_project_product
where is_group
order by accounting_period
