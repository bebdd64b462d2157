select *
from portfolio_balance
order by axis_place, accounting_period
