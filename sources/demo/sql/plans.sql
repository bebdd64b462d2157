-- What was planned, what is still expected, and how it went.

-- The hours of a project in the end; of one that goes on after the story, at the pace it had.
create table final_hours as
select
    client_projects.project_no,
    cast(coalesce(sum(quarters), 0) * 0.25 as decimal(18, 2)) as hours_in_story,
    date_diff('month', start_date, least(end_date, getvariable('end_day'))) + 1 as months_in_story,
    cast(round(hours_in_story * length_months / greatest(1, months_in_story)) as integer) as hours
from client_projects
left join all_entries using (project_no)
group by client_projects.project_no, start_date, end_date, length_months;

create table reasons as
select
    project_no,
    hours > budget_hours * 1.1 as is_overrun,
    ['The scope was underestimated', 'Two key people left', 'The client delivered its data late',
        'An interface did not work as documented'][1 + pick('reason', project_no, 0, 4)] as reason
from final_hours
inner join client_projects using (project_no);

-- The last day that the first plan has: most overruns, and some other projects, take a month or two more.
create table promised_ends as
select
    project_no,
    case
        when length_months < 5 or project_type = 'managed_service' then 0
        when is_overrun then pick('late', project_no, 0, 3)
        when happens('late', project_no, 0, 150) then 1
        else 0
    end as late_months,
    case
        when late_months = 0 then end_date
        else cast(date_trunc('month', end_date) - to_months(cast(late_months - 1 as integer)) as date) - 1
    end as promised_end_date
from client_projects
inner join reasons using (project_no);

-- The first plan, and the one after a change or half way through an overrun that was admitted.
create table baselines as
select
    project_no,
    1 as version_number,
    start_date - 3 as approved_date,
    start_date as from_date,
    budget_hours as hours,
    cast(null as varchar) as reason
from client_projects
union all
select
    project_no,
    2,
    cast(start_date + to_months(cast(length_months // 2 as integer)) as date) - 4,
    cast(start_date + to_months(cast(length_months // 2 as integer)) as date),
    budget_hours + coalesce(change_orders.hours, final_hours.hours - budget_hours),
    case when change_orders.project_no is null then reasons.reason else 'Change order' end
from client_projects
inner join final_hours using (project_no)
inner join reasons using (project_no)
left join (from change_orders where not is_unapproved) as change_orders using (project_no)
where
    length_months >= 4
    and (change_orders.project_no is not null or (is_overrun and happens('rebaselined', project_no, 0, 400)));

-- In the currency of the entity, which is that of the cost; prices are converted when they are agreed.
create table planned_periods as
with agreed as (
    select
        baselines.*,
        start_date,
        end_date,
        length_months,
        case when version_number = 1 then promised_end_date else end_date end as plan_end_date,
        length_months - case when version_number = 1 then late_months else 0 end as plan_months,
        budget_hours,
        contract_prices.price * rate as price,
        case when version_number = 2 then coalesce(change_orders.amount, 0) else 0 end * rate as change_price
    from baselines
    inner join client_projects using (project_no)
    inner join promised_ends using (project_no)
    inner join contract_prices using (project_no)
    inner join entities using (entity_code)
    inner join fx_rates
        on
            client_projects.currency_code = fx_rates.from_code
            and entities.currency_code = fx_rates.to_code
            and client_projects.start_date = fx_rates.month_start
    left join (from change_orders where not is_unapproved) as change_orders using (project_no)
)
select
    project_no,
    version_number,
    months.month_start,
    length_months - length_months // 2 as months_after,
    version_number = 2 and months.month_start >= from_date as is_after,
    cast(
        budget_hours / plan_months + case when is_after then (hours - budget_hours) / months_after else 0 end
        as decimal(18, 2)
    ) as planned_hours,
    cast(planned_hours * 60 as decimal(18, 2)) as planned_cost_amount,
    cast(
        price / plan_months + case when is_after then change_price / months_after else 0 end
        as decimal(18, 2)
    ) as planned_revenue_amount
from agreed
inner join (
    select cast(range as date) as month_start
    from range(
        date_trunc('month', getvariable('first_day')),
        cast(getvariable('end_day') as timestamp) + interval 2 years,
        interval 1 month
    )
) as months on months.month_start >= start_date and months.month_start <= plan_end_date;

-- On the third of each month the manager says what is left after that day. An overrun is seen late:
-- until a third of the time the plan is believed, then ever more of what it will really be; and its end until it is
-- half over, or a month and a half before it.
create table estimates as
with worked as (
    select
        client_projects.project_no,
        months.month_no,
        months.month_end,
        sum(coalesce(month_hours.hours, 0)) over so_far + coalesce(lead(first_hours) over so_far, 0)
            as hours_so_far,
        row_number() over so_far as age
    from client_projects
    inner join months
        on months.month_start >= client_projects.start_date and months.month_start <= client_projects.end_date
    left join (
        select
            project_no,
            month_no,
            sum(quarters) * 0.25 as hours,
            sum(case when day(work_date) <= 3 then quarters else 0 end) * 0.25 as first_hours
        from all_entries
        group by project_no, month_no
    ) as month_hours
        on client_projects.project_no = month_hours.project_no and months.month_no = month_hours.month_no
    window so_far as (partition by client_projects.project_no order by months.month_no)
),
believed as (
    select
        *,
        least(1.0, greatest(0.0, (3.0 * age / length_months - 1) / 2)) as insight,
        budget_hours + (final_hours.hours - budget_hours) * insight as expected_hours
    from worked
    inner join client_projects using (project_no)
    inner join final_hours using (project_no)
    inner join reasons using (project_no)
    inner join promised_ends using (project_no)
)
select
    project_no,
    month_no,
    month_end + 3 as made_on,
    cast(
        case when age >= length_months then 0 else greatest(
            0, round((expected_hours - hours_so_far) * (95 + pick('estimate', project_no, month_no, 11)) / 100, 1)
        ) end as decimal(18, 2)
    ) as remaining_hours,
    cast(remaining_hours * 60 as decimal(18, 2)) as remaining_cost_amount,
    case
        when insight <= 0.3 and made_on + 45 < promised_end_date then promised_end_date
        else end_date + case when remaining_hours > 0 and is_overrun and insight > 0.3
            then pick('slip', project_no, 0, 30) else 0 end
    end as forecast_end_date,
    case when is_overrun and insight > 0.2 then reason end as reason
from believed
where month_end + 3 <= getvariable('as_of');

-- A milestone is invoiced two days after it was accepted, which is some time after it was promised.
create table milestones as
select
    project_no,
    part_no,
    case when part_no < 4 then cast(price * 25 * 0.01 as decimal(18, 2))
        else price - 3 * cast(price * 25 * 0.01 as decimal(18, 2)) end as amount,
    last_day(cast(start_date + to_months(cast((length_months - 1) * (part_no - 1) // 3 as integer)) as date))
        as invoice_date,
    greatest(start_date, invoice_date - 5 - pick('slip', project_no, part_no, 25)) as baseline_date,
    invoice_date - 5 as reached_date,
    invoice_date - 2 as accepted_date
from client_projects
inner join contract_prices using (project_no)
cross join (values (1), (2), (3), (4)) as parts (part_no)
where project_type = 'milestone';

create table tasks as
select
    project_no,
    task_no,
    task_name,
    percent,
    case when task_no > 3 then start_date
        else start_date + cast((task_no - 1) * (end_date - start_date) // 3 as integer) end as task_start,
    case when task_no > 3 then end_date
        else start_date + cast(task_no * (end_date - start_date) // 3 as integer) end as task_end,
    case when task_no > 3 then 'level_of_effort'
        else ['0/100', '50/50', 'physical_percent', 'weighted_milestones'][
            1 + pick('technique', project_no, 0, 4)] end as technique
from client_projects
cross join (values
    (1, 'Design', 25), (2, 'Build', 45), (3, 'Test', 20),
    (4, 'Status', 4), (5, 'Steering', 2), (6, 'Reporting', 2), (7, 'Approval', 2)
) as kinds (task_no, task_name, percent);

create table outcomes as
select
    project_no,
    outcome_no,
    outcome_type,
    outcome_name,
    case outcome_type
        when 'go_live' then 1 when 'adoption' then 80 else 8
    end as promised_value,
    end_date + days as promised_date,
    case outcome_type
        when 'go_live' then 1
        when 'adoption' then 45 + pick('adoption', project_no, 0, 55)
        else 4 + pick('satisfaction', project_no, 0, 7) - case when is_overrun then 2 else 0 end
    end as measured_value,
    end_date + days + case when is_overrun then pick('late outcome', project_no, outcome_no, 40) else 0 end
        as measured_on,
    unit
from client_projects
inner join reasons using (project_no)
cross join (values
    (1, 'go_live', 'In use', 0, 'yes or no'),
    (2, 'satisfaction', 'Satisfaction of the client', 30, 'points of 10'),
    (3, 'adoption', 'Users that work with it', 60, 'percent')
) as kinds (outcome_no, outcome_type, outcome_name, days, unit);
