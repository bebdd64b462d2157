select
    *,
    concat('projects/', project_key, '.html') as page
from portfolio_forecast
order by measure, project_name, entity_code, target_period
