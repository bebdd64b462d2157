-- Who worked when on what, in quarters of an hour; what became of each entry until the last day.

-- On how many of a thousand days a person is asked for status, steering, reporting or approval: ever more in
-- the year before the decision for fewer reports, which comes half way through the story, and would have gone
-- on growing without it.
create macro governed_days_undecided(month_no) as
    least(1000, greatest(200, 475 - 25 * (getvariable('months') // 2 - month_no)));

create macro governed_days(month_no) as
    case when month_no > getvariable('months') // 2 then 220 else governed_days_undecided(month_no) end;

-- A project has as many places in a month as its plan has people.
create table active_projects as
select
    months.month_no,
    client_projects.entity_code,
    client_projects.project_no,
    cast(row_number() over (in_month order by client_projects.project_no, seats.seat) - 1 as integer)
        as place,
    cast(count(*) over (in_month) as integer) as places,
    seats.seat
from client_projects
inner join months
    on months.month_start >= client_projects.start_date and months.month_start <= client_projects.end_date
inner join (select cast(range as integer) as seat from range(1, 6)) as seats on seats.seat <= team
window in_month as (partition by months.month_no, client_projects.entity_code);

-- The two projects a person works on in a month; none where the entity has none.
create table staffing as
with active as (
    select distinct month_no, entity_code, places from active_projects
)
select
    people.person_no,
    people.entity_code,
    employments.role_no,
    employments.weekly_hours,
    people.start_date,
    people.end_date,
    months.month_no,
    months.month_start,
    months.month_end,
    first_one.project_no as first_project_no,
    second_one.project_no as second_project_no
from people
cross join months
inner join employments
    on
        people.person_no = employments.person_no
        and greatest(people.start_date, months.month_start) >= employments.valid_from
        and greatest(people.start_date, months.month_start) < employments.valid_before
left join active
    on months.month_no = active.month_no and people.entity_code = active.entity_code
left join active_projects as first_one
    on
        active.month_no = first_one.month_no
        and active.entity_code = first_one.entity_code
        and first_one.place = pick('first project', people.person_no, months.month_no, active.places)
left join active_projects as second_one
    on
        active.month_no = second_one.month_no
        and active.entity_code = second_one.entity_code
        and second_one.place = pick('second project', people.person_no, months.month_no, active.places)
where
    people.start_date <= months.month_end
    and coalesce(people.end_date, getvariable('end_day')) >= months.month_start
order by people.person_no, months.month_no;

-- One row per person and day: how many quarters go where.
create view person_days as
with present as (
    select
        staffing.*,
        workdays.work_date,
        workdays.day_no,
        workdays.weekday_no,
        case when staffing.weekly_hours = 20 then 16 else 32 end
        + case when happens('overtime', person_no, day_no, 100)
            then 1 + pick('overtime quarters', person_no, day_no, 8) else 0 end as quarters,
        happens('leave', person_no, week_no, 80) or happens('sick', person_no, day_no, 20) as is_away
    from staffing
    inner join workdays
        on
            staffing.entity_code = workdays.entity_code
            and staffing.month_no = workdays.month_no
            and workdays.work_date >= greatest(staffing.month_start, staffing.start_date)
            and workdays.work_date <= least(staffing.month_end, coalesce(staffing.end_date, staffing.month_end))
            and not (staffing.weekly_hours = 32 and workdays.weekday_no = 5)
    where not happens('unrecorded', person_no, day_no, 10)
),
own as (
    select
        *,
        case
            when is_away then 2
            when role_no = 8 then 5
            when role_no = 9 then 4
            when first_project_no is null then 3
        end as own_kind
    from present
),
split as (
    select
        *,
        case when own_kind is null and happens('governance', person_no, day_no, governed_days(month_no))
            then 1 + pick('governance quarters', person_no, day_no, 3) else 0 end as governance,
        case when own_kind is null and second_project_no <> first_project_no
            and happens('second', person_no, day_no, 550)
            then 4 + pick('second quarters', person_no, day_no, 9) else 0 end as second
    from own
)
-- Who is away is away for the hours of a plain day.
select
    * exclude (quarters),
    case when own_kind <> 2 or own_kind is null then quarters when weekly_hours = 20 then 16 else 32 end
        as quarters
from split;

create type time_category as enum (
    'delivery', 'governance', 'internal', 'leave', 'bench', 'presales', 'product'
);
create type approval_state as enum ('draft', 'submitted', 'rejected', 'approved');
create type task_name as enum ('Design', 'Build', 'Test', 'Status', 'Steering', 'Reporting', 'Approval');
create type currency_code as enum ('EUR', 'GBP', 'USD');

-- Until the end of the story: estimates know what is still to come, deliveries do not. An entry holds
-- what its project says of it, so that it is written without a join, which would lose the order.
create table all_entries as
with slotted as (
    select
        person_no,
        entity_code,
        role_no,
        month_no,
        work_date,
        day_no,
        weekday_no,
        own_kind,
        slot_no,
        case
            when own_kind is null then
                case slot_no when 2 then second_project_no else first_project_no end
        end as client_project_no,
        case slot_no when 1 then quarters - governance - second when 2 then second else governance end
            as quarters
    from person_days
    cross join (values (1), (2), (3)) as slots (slot_no)
    where slot_no = 1 or (slot_no = 2 and second > 0) or (slot_no = 3 and governance > 0)
),
placed as (
    select
        slotted.*,
        coalesce(own_projects.project_no, client_projects.project_no) as project_no,
        coalesce(own_projects.project_id, client_projects.project_id) as project_id,
        client_projects.currency_code,
        client_projects.project_type = 'time_and_materials' as is_paid_by_time,
        bill_rates.bill_rate,
        case when own_kind is not null then own_projects.time_category
            when slot_no = 3 then 'governance' else 'delivery' end as time_category,
        case
            when own_kind is not null then null
            when slot_no = 3
                then ['Status', 'Steering', 'Reporting', 'Approval'][
                    1 + pick('governance of', person_no, day_no, 4)]
            else ['Design', 'Build', 'Test'][
                least(3, 1 + cast(3 * (work_date - client_projects.start_date)
                    // greatest(1, client_projects.end_date - client_projects.start_date) as integer))]
        end as task_name
    from slotted
    left join own_projects
        on slotted.entity_code = own_projects.entity_code and slotted.own_kind = own_projects.kind_no
    left join client_projects on slotted.client_project_no = client_projects.project_no
    left join bill_rates
        on slotted.client_project_no = bill_rates.project_no and slotted.role_no = bill_rates.role_no
),
judged as (
    select
        *,
        time_category = 'delivery' and not happens('warranty', person_no, day_no * 4 + slot_no, 40)
            as is_billable,
        work_date + (5 - weekday_no) as submitted_date,
        work_date + (5 - weekday_no) + 4 as approved_date,
        pick('fate', person_no, day_no * 4 + slot_no, 1000) as fate
    from placed
)
select
    person_no,
    day_no,
    cast(slot_no as tinyint) as slot_no,
    role_no,
    month_no,
    work_date,
    project_no,
    project_id,
    cast(task_name as task_name) as task_name,
    cast(time_category as time_category) as time_category,
    is_billable,
    is_paid_by_time,
    bill_rate,
    cast(currency_code as currency_code) as currency_code,
    cast(quarters as smallint) as quarters,
    cast(
        case
            when submitted_date > getvariable('as_of') then 'draft'
            when approved_date > getvariable('as_of') or fate < 8 then 'submitted'
            when fate < 16 then 'rejected'
            else 'approved'
        end as approval_state
    ) as approval_state,
    submitted_date,
    approved_date
from judged
order by person_no, day_no, slot_no;

create view entries as from all_entries where work_date <= getvariable('as_of');
