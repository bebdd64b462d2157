-- What people were there for and what they recorded, from who was hired on which terms. What was not
-- recorded, or was too much, is judged by the week, and by its parts where it straddles two months.

create view truth.capacity_months as
with worked as (
    select
        person_no,
        work_date,
        sum(case when time_category = 'leave' then quarters else 0 end) as leave_quarters,
        sum(case when is_billable then quarters else 0 end) as billable_quarters,
        sum(case when time_category <> 'leave' and not is_billable then quarters else 0 end)
            as other_quarters,
        sum(case when time_category = 'bench' then quarters else 0 end) as bench_quarters
    from entries
    group by person_no, work_date
),
-- Before somebody of a company records time, none of its people could.
opened as (
    select entity_code, min(work_date) as first_date
    from worked
    inner join people using (person_no)
    group by entity_code
),
days as (
    select
        people.person_no,
        people.person_id,
        people.entity_code,
        cast(calendar.range as date) as day,
        employments.weekly_hours,
        holidays.month_day is not null as is_holiday
    from people
    inner join opened on people.entity_code = opened.entity_code
    inner join range(
        cast(getvariable('first_day') as timestamp),
        cast(getvariable('as_of') as timestamp) + interval 1 day,
        interval 1 day
    ) as calendar
        on
            calendar.range >= greatest(people.start_date, opened.first_date)
            and calendar.range <= coalesce(people.end_date, getvariable('as_of'))
    inner join employments
        on
            people.person_no = employments.person_no
            and calendar.range >= employments.valid_from
            and calendar.range < employments.valid_before
    left join holidays
        on
            people.entity_code = holidays.entity_code
            and strftime(calendar.range, '%m-%d') = holidays.month_day
    where isodow(calendar.range) < 6
),
weeks as (
    select
        person_id,
        entity_code,
        strftime(day, '%Y-%m') as period,
        date_trunc('week', day) as week_start,
        sum(weekly_hours) * 0.2 as gross,
        sum(case when is_holiday then weekly_hours else 0 end) * 0.2 as off,
        coalesce(sum(leave_quarters), 0) * 0.25 as leave,
        coalesce(sum(billable_quarters), 0) * 0.25 as billable,
        coalesce(sum(other_quarters), 0) * 0.25 as other,
        coalesce(sum(bench_quarters), 0) * 0.25 as bench,
        gross - off - leave - billable - other as left_over
    from days
    left join worked on days.person_no = worked.person_no and days.day = worked.work_date
    group by all
)
select
    person_id,
    entity_code,
    period,
    cast(sum(gross) as decimal(18, 2)) as capacity_gross_hours,
    cast(sum(off) as decimal(18, 2)) as holiday_hours,
    cast(sum(leave) as decimal(18, 2)) as leave_hours,
    cast(sum(billable) as decimal(18, 2)) as billable_hours,
    cast(sum(billable + other) as decimal(18, 2)) as recorded_hours,
    cast(sum(bench) as decimal(18, 2)) as bench_hours,
    cast(sum(greatest(left_over, 0)) as decimal(18, 2)) as unrecorded_hours,
    cast(sum(greatest(-left_over, 0)) as decimal(18, 2)) as overtime_hours
from weeks
group by person_id, entity_code, period
order by person_id, period;
