select
    service_period,
    whole(standard_value_reporting_amount) as standard_value_reporting_amount,
    whole(rate_discount_reporting_amount) as rate_discount_reporting_amount,
    whole(reclass_nonbillable_reporting_amount) as reclass_nonbillable_reporting_amount,
    whole(write_down_reporting_amount) as write_down_reporting_amount,
    whole(write_off_reporting_amount) as write_off_reporting_amount,
    whole(over_cap_unbillable_reporting_amount) as over_cap_unbillable_reporting_amount,
    whole(expired_unbilled_reporting_amount) as expired_unbilled_reporting_amount,
    whole(wip_open_reporting_amount) as wip_open_reporting_amount,
    whole(billed_unknown_reporting_amount) as billed_unknown_reporting_amount,
    whole(billed_value_reporting_amount) as billed_value_reporting_amount,
    whole(cash_collected_reporting_amount) as cash_collected_reporting_amount
from fct_realization_waterfall
where service_period is not null
group by service_period
order by service_period desc
