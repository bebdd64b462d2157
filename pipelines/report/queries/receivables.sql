select
    age_bucket,
    is_running_period,
    count(*) as invoices,
    whole(open_reporting_amount) as open_reporting_amount,
    whole(disputed_reporting_amount) as disputed_reporting_amount
from fct_ar_aging
where is_running_period
group by age_bucket, is_running_period
order by min(coalesce(days_overdue, -1))
