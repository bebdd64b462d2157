select
    project_key,
    accounting_period,
    budget_at_completion_reporting_amount,
    planned_value_reporting_amount,
    earned_value_reporting_amount,
    actual_cost_reporting_amount
from fct_project_evm_period
where evm_level = 'project'
order by project_key, accounting_period
