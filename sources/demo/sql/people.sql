-- Who works: joiners and leavers, part-time, and what an hour of each costs from which day.

create table people as
with numbered as (
    select cast(range as integer) as person_no from range(1, getvariable('people') + 1)
),
drawn as (
    select
        person_no,
        case when pick('person entity', person_no, 0, 10) < 5 then 'HV-DE'
            when pick('person entity', person_no, 0, 10) < 8 then 'HV-UK' else 'HV-US' end as entity_code,
        pick('role', person_no, 0, 100) as role_draw,
        ['Ada', 'Ben', 'Carla', 'Dev', 'Elif', 'Finn', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam',
            'Mara', 'Noor', 'Owen', 'Petra', 'Quinn', 'Rosa', 'Sven', 'Tara'][
            1 + pick('first name', person_no, 0, 20)] as first_name,
        ['Brandt', 'Otieno', 'Weiss', 'Yilmaz', 'Clarke', 'Dubois', 'Evans', 'Fischer', 'Gupta',
            'Haines', 'Iqbal', 'Jansen', 'Keller', 'Lopez', 'Meyer', 'Novak', 'Osei', 'Price',
            'Rossi', 'Singh', 'Turner'][1 + pick('last name', person_no, 0, 21)] as last_name,
        case when happens('was there', person_no, 0, 650)
            then getvariable('first_day') - 1 - pick('start before', person_no, 0, 2000)
            else getvariable('first_day') + pick('start after', person_no, 0, getvariable('days') - 20)
        end as start_date,
        case when happens('leaves', person_no, 0, 150)
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
    case when leaving_date < getvariable('as_of') then leaving_date end as end_date
from dated
inner join roles
    on role_draw >= roles.share_before and role_draw < roles.share_before + roles.share;

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
            * (100 + 3 * (range - year(getvariable('first_day')))) + 5000
        ) // 10000 as decimal(9, 0)
    ) as cost_rate,
    entities.currency_code
from people
inner join roles using (role_no)
inner join entities using (entity_code)
cross join range(year(getvariable('first_day')), year(getvariable('as_of')) + 1)
where people.start_date <= getvariable('as_of');
