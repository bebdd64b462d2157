-- Who works: joiners and leavers, part-time, and what an hour of each costs from which day.

create table people as
with numbered as (
    select cast(range as integer) as person_no, range < 4 as is_founder
    from range(1, getvariable('people') + 1)
),
drawn as (
    select
        person_no,
        case when is_founder then ['HV-DE', 'HV-UK', 'HV-US'][person_no]
            when pick('person entity', person_no, 0, 10) < 5 then 'HV-DE'
            when pick('person entity', person_no, 0, 10) < 8 then 'HV-UK' else 'HV-US' end as entity_code,
        case when is_founder then 0 else pick('role', person_no, 0, 100) end as role_draw,
        ['Ada', 'Ben', 'Carla', 'Dev', 'Elif', 'Finn', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam',
            'Mara', 'Noor', 'Owen', 'Petra', 'Quinn', 'Rosa', 'Sven', 'Tara'][
            1 + pick('first name', person_no, 0, 20)] as first_name,
        ['Brandt', 'Otieno', 'Weiss', 'Yilmaz', 'Clarke', 'Dubois', 'Evans', 'Fischer', 'Gupta',
            'Haines', 'Iqbal', 'Jansen', 'Keller', 'Lopez', 'Meyer', 'Novak', 'Osei', 'Price',
            'Rossi', 'Singh', 'Turner'][1 + pick('last name', person_no, 0, 21)] as last_name,
        case when is_founder or happens('was there', person_no, 0, 650)
            then getvariable('first_day') - 1 - pick('start before', person_no, 0, 2000)
            else getvariable('first_day') + pick('start after', person_no, 0, getvariable('days') - 20)
        end as start_date,
        case when not is_founder and happens('leaves', person_no, 0, 150)
            then 120 + pick('leaves after', person_no, 0, getvariable('days')) end as days_stayed,
        case when pick('part time', person_no, 0, 100) < 80 then 40
            when pick('part time', person_no, 0, 100) < 92 then 32 else 20 end as weekly_hours
    from numbered
),
dated as (
    select
        *,
        greatest(start_date, getvariable('first_day')) + cast(days_stayed as integer) as leaving_date
    from drawn
)
select
    dated.person_no,
    'P' || lpad(cast(person_no as varchar), 6, '0') as person_id,
    first_name || ' ' || last_name as person_name,
    lower(first_name || '.' || last_name) || cast(person_no as varchar) || '@haldenvoss.example' as email,
    entity_code,
    roles.role_no,
    weekly_hours,
    start_date,
    case when leaving_date < getvariable('end_day') then leaving_date end as end_date
from dated
inner join roles
    on role_draw >= roles.share_before and role_draw < roles.share_before + roles.share;

create table staffed_entities as
select entities.*, people_there
from entities
inner join (select entity_code, count(*) as people_there from people group by entity_code) using (entity_code);

-- Some are promoted on a first of January, and some work more or less from a month on.
create table employments as
with changes as (
    select person_no, start_date as valid_from, role_no, weekly_hours from people
    union all
    select
        person_no,
        make_date(year(getvariable('first_day')) + 1 + pick('promoted in', person_no, 0, 4), 1, 1),
        role_no + 1,
        null
    from people
    where role_no in (1, 3) and happens('promoted', person_no, 0, 250)
    union all
    select
        person_no,
        cast(
            date_trunc('month', getvariable('first_day'))
            + to_months(6 + pick('other hours in', person_no, 0, getvariable('months'))) as date
        ),
        null,
        case weekly_hours when 40 then 32 else 40 end
    from people
    where happens('other hours', person_no, 0, 120)
),
days as (
    select
        changes.person_no,
        valid_from,
        max(changes.role_no) as role_no,
        max(changes.weekly_hours) as weekly_hours
    from changes
    inner join people using (person_no)
    where
        valid_from >= people.start_date
        and valid_from <= least(coalesce(people.end_date, getvariable('end_day')), getvariable('end_day'))
    group by changes.person_no, valid_from
)
select
    person_no,
    valid_from,
    lead(valid_from, 1, date '9999-12-31') over later as valid_before,
    last_value(role_no ignore nulls) over earlier as role_no,
    last_value(weekly_hours ignore nulls) over earlier as weekly_hours
from days
window
    later as (partition by person_no order by valid_from),
    earlier as (
        partition by person_no order by valid_from rows between unbounded preceding and current row
    );

-- Who was hired until the day the company is seen on, on the terms of that day.
create view hired_people as
select people.* replace (
    employments.role_no as role_no,
    employments.weekly_hours as weekly_hours,
    case when end_date < getvariable('as_of') then end_date end as end_date
)
from people
inner join employments using (person_no)
where
    start_date <= getvariable('as_of')
    and getvariable('as_of') >= valid_from
    and getvariable('as_of') < valid_before;

-- A raise each January; the first rate has no beginning.
create table cost_rates as
select
    people.person_no,
    cast(range as integer) as year_no,
    case when range > year(getvariable('first_day')) then make_date(range, 1, 1) end as valid_from,
    case when range < year(getvariable('as_of')) then make_date(range, 12, 31) end as valid_to,
    cast(
        (
            (roles.cost_rate + pick('cost', people.person_no, 0, 13) - 6) * entities.price_percent
            * (100 + 4 * (range - year(getvariable('first_day')))) + 5000
        ) // 10000 as decimal(9, 0)
    ) as cost_rate,
    entities.currency_code
from people
inner join entities using (entity_code)
cross join range(year(getvariable('first_day')), year(getvariable('as_of')) + 1)
inner join employments
    on
        people.person_no = employments.person_no
        and greatest(people.start_date, make_date(range, 1, 1)) >= employments.valid_from
        and greatest(people.start_date, make_date(range, 1, 1)) < employments.valid_before
inner join roles on employments.role_no = roles.role_no
where people.start_date <= getvariable('as_of');
