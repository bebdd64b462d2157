select
    week_start_date,
    sum(planned_capacity_hours) as planned_capacity_hours,
    sum(hard_demand_hours) as hard_demand_hours,
    sum(soft_demand_hours) as soft_demand_hours,
    sum(demand_hours) as demand_hours,
    sum(demand_hours) / nullif(sum(planned_capacity_hours), 0) as planned_load_share
from portfolio_plan
group by week_start_date
order by week_start_date
