select
    entity_code,
    lock,
    origin_period,
    accounting_period,
    adjustment_cause,
    count(*) as documents,
    whole(adjustment_reporting_amount) as adjustment_reporting_amount
from ctl_prior_period_adjustment
group by all
order by accounting_period desc, abs(whole(adjustment_reporting_amount)) desc, entity_code, lock, origin_period, adjustment_cause
limit 200
