with

weeks as (
    select *
    from portfolio_person_week
    where accounting_period >= $since and accounting_period <= $until
),

sizes as (
    select role, count(distinct person_pseudonym_key) as people
    from weeks
    group by role
),

smaller as (
    select
        *,
        coalesce(
            sum(people) over (
                order by role is not null, people, role rows between unbounded preceding and 1 preceding
            ), 0
        ) as people_before
    from sizes
),

-- Together they are three at least: where the small roles are fewer, the next one is with them.
named as (
    select role, role as shown_role
    from smaller
    where people >= 3 and people_before not between 1 and 2
)

select
    coalesce(named.shown_role, 'Other roles') as role,
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
left join named on weeks.role = named.role
group by 1
order by 1
