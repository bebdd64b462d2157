select
    *,
    concat('projects/', project_key, '.html') as page
from portfolio_project
order by
    case rag_state when 'red' then 1 when 'amber' then 2 when 'unknown' then 3 when 'green' then 4 when 'not_started' then 5 else 6 end,
    variance_at_completion_reporting_amount nulls last,
    revenue_reporting_amount desc nulls last,
    project_code,
    project_key
