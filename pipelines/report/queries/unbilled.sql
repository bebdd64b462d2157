select
    age_bucket,
    is_running_period,
    unbilled_type,
    count(*) as contracts,
    whole(unbilled_reporting_amount) as unbilled_reporting_amount
from fct_wip_aging
where is_running_period
group by age_bucket, unbilled_type, is_running_period
order by max(oldest_service_date) desc, unbilled_type
