select *
from fct_balance_governance_month
order by accounting_period
