-- What was planned and reached of each project at the end of each month, from how it was made.

-- The plan in force is the last that was approved; in the running month it counts by its days.
create view truth.plan_months as
with in_force as (
    select
        project_no,
        month_ends.month_start,
        month_ends.period,
        until_day,
        max(version_number) as version_number
    from month_ends
    inner join baselines on approved_date <= until_day
    inner join client_projects using (project_no)
    where date_trunc('month', client_projects.start_date) <= month_ends.month_start
    group by all
),
counted as (
    select
        in_force.project_no,
        in_force.period,
        in_force.version_number,
        sum(planned_cost_amount) as budget_amount,
        sum(
            case
                when planned_periods.month_start < in_force.month_start then planned_cost_amount
                when planned_periods.month_start = in_force.month_start
                    then round(planned_cost_amount * day(until_day) / day(last_day(until_day)), 2)
                else 0
            end
        ) as planned_amount,
        min(planned_periods.month_start) as first_month,
        count(*) as months
    from in_force
    inner join planned_periods using (project_no, version_number)
    group by all
),
accepted as (
    select
        milestones.project_no,
        month_ends.period,
        sum(case when accepted_date <= until_day then 1 else 0 end) as milestones_accepted,
        count(*) as milestones
    from milestones
    cross join month_ends
    group by all
)
select
    project_id,
    counted.period,
    counted.version_number,
    cast(budget_amount as decimal(18, 2)) as budget_functional_amount,
    cast(planned_amount as decimal(18, 2)) as planned_functional_amount,
    cast(round(budget_amount * milestones_accepted / milestones, 2) as decimal(18, 2))
        as accepted_functional_amount
from counted
inner join client_projects using (project_no)
left join accepted on counted.project_no = accepted.project_no and counted.period = accepted.period
order by project_id, counted.period;

-- From the approval of the first plan; before the as-of day's month nobody can know any more on which day a milestone
-- was expected.
create view truth.milestone_months as
with dated as (
    select
        project_id || '-M' || part_no as milestone_id,
        period,
        month_start,
        until_day,
        baseline_date,
        case when reached_date <= until_day then reached_date end as reached_date,
        case when accepted_date <= until_day then accepted_date end as accepted_date,
        case
            when until_day <> getvariable('as_of') then null
            when baseline_date - 10 < getvariable('as_of') then milestones.reached_date
            else baseline_date
        end as forecast_date,
        case when until_day > baseline_date then until_day end as overdue_on
    from milestones
    inner join client_projects using (project_no)
    inner join (from baselines where version_number = 1) as first_plans using (project_no)
    inner join month_ends on date_trunc('month', first_plans.approved_date) <= month_start
)
select
    milestone_id,
    period,
    case
        when accepted_date is not null then 'accepted'
        when reached_date is not null then 'reached'
        when overdue_on is not null then 'overdue'
        else 'planned'
    end as milestone_state,
    reached_date,
    accepted_date,
    coalesce(reached_date, greatest(forecast_date, overdue_on)) - baseline_date as slip_days
from dated
order by milestone_id, period;
