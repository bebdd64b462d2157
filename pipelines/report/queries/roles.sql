with

weeks as (
    select *
    from portfolio_person_week
    where accounting_period >= $since and accounting_period <= $until
),

small as (
    select role
    from weeks
    group by role
    having count(distinct person_pseudonym_key) < 3
)

select
    case when weeks.role is null or weeks.role in (select role from small where role is not null) then 'Other roles' else weeks.role end
        as role,
    count(distinct person_pseudonym_key) as people,
    whole(capacity_net_hours) as capacity_net_hours,
    sum(billable_hours) as billable_hours,
    sum(recorded_hours) as recorded_hours,
    sum(governance_hours) as governance_hours,
    sum(bench_hours) as bench_hours,
    whole(unrecorded_hours) as unrecorded_hours,
    sum(billable_hours) / nullif(whole(capacity_net_hours), 0) as utilization_net,
    case when min(utilization_net_target) = max(utilization_net_target) then min(utilization_net_target) end
        as utilization_net_target,
    sum(recorded_hours) / nullif(whole(capacity_net_hours), 0) as time_capture_rate
from weeks
group by 1
order by 1
