select
    project_key,
    entity_code,
    accounting_period,
    hours,
    billable_hours,
    revenue_reporting_amount,
    billed_reporting_amount,
    cost_reporting_amount,
    gross_margin_recognised_reporting_amount
from fct_project_month
where project_key is not null and accounting_period is not null
order by project_key, accounting_period, entity_code
