select *
from portfolio_plan
order by role, week_start_date
