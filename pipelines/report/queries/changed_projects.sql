select
    now.project_name,
    concat('projects/', now.project_key, '.html') as page,
    coalesce(was.rag_state, was.state, 'new') as state_before,
    coalesce(now.rag_state, now.state) as state_after,
    now.estimate_at_completion_reporting_amount - was.estimate_at_completion_reporting_amount as estimate_change,
    was.forecast_end_date as end_before,
    now.forecast_end_date as end_after
from portfolio_project as now
left join before.main.portfolio_project as was on now.project_key = was.project_key
where
    coalesce(was.rag_state, was.state) is distinct from coalesce(now.rag_state, now.state)
    or was.forecast_end_date is distinct from now.forecast_end_date
    or was.estimate_at_completion_reporting_amount is distinct from now.estimate_at_completion_reporting_amount
order by
    coalesce(was.rag_state, was.state) is not distinct from coalesce(now.rag_state, now.state),
    abs(coalesce(now.estimate_at_completion_reporting_amount - was.estimate_at_completion_reporting_amount, 0)) desc,
    now.project_code,
    now.project_key
