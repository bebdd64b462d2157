select *
from fct_forecast_accuracy
where is_running_period and record_level = 'company'
order by measure, try_cast(split_part(horizon, '-', 1) as integer), wape_p50, forecaster
