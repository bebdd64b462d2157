select
    accounting_period,
    whole(capacity_net_hours) as capacity_net_hours,
    sum(billable_hours) as billable_hours,
    sum(client_nonbillable_hours) as client_nonbillable_hours,
    sum(product_hours) as product_hours,
    sum(governance_hours) as governance_hours,
    sum(presales_hours) as presales_hours,
    sum(internal_hours) as internal_hours,
    sum(bench_hours) as bench_hours,
    sum(recorded_hours) as recorded_hours,
    whole(unrecorded_hours) as unrecorded_hours,
    sum(billable_hours) / nullif(whole(capacity_net_hours), 0) as utilization_net,
    sum(recorded_hours) / nullif(whole(capacity_net_hours), 0) as time_capture_rate
from portfolio_person_week
where accounting_period is not null
group by accounting_period
order by accounting_period
