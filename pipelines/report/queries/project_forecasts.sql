select
    *,
    case measure
        when 'end_date' then 'End' when 'hours_at_completion' then 'Hours at completion'
        when 'cost_at_completion' then 'Cost at completion' else replace(measure, '_', ' ')
    end as measure_words
from portfolio_forecast
where project_key is not null
order by project_key, measure
