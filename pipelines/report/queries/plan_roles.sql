with

weeks as (
    select * from portfolio_plan
),

sizes as (
    select role, min(people) as people
    from weeks
    group by role
),

smaller as (
    select
        *,
        coalesce(
            sum(people) over (order by people, role rows between unbounded preceding and 1 preceding), 0
        ) as people_before
    from sizes
),

-- As in roles.sql, by the week that has the fewest: a week of one person shows that person's leave.
named as (
    select role, role as shown_role
    from smaller
    where people >= 3 and people_before not between 1 and 2
)

select
    coalesce(named.shown_role, 'Other roles') as role,
    named.role is not null as is_one_role,
    weeks.week_start_date,
    cast(sum(weeks.people) as bigint) as people,
    whole(weeks.planned_capacity_hours) as planned_capacity_hours,
    whole(weeks.hard_demand_hours) as hard_demand_hours,
    whole(weeks.soft_demand_hours) as soft_demand_hours,
    whole(weeks.capacity_gap_hours) as capacity_gap_hours,
    whole(weeks.demand_hours) / nullif(whole(weeks.planned_capacity_hours), 0) as planned_load_share
from weeks
left join named on weeks.role = named.role
group by all
order by 1, weeks.week_start_date
