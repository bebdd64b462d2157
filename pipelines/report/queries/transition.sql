select *
from fct_balance_transition_path
where is_plan_in_force
order by accounting_period
