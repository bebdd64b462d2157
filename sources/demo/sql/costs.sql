-- What the company bought, and what its people spent, in the entity's currency.

create table expenses as
select
    person_no,
    day_no,
    all_entries.month_no,
    client_projects.project_no,
    client_projects.entity_code as project_entity_code,
    people.entity_code,
    work_date as expense_date,
    ['travel', 'lodging', 'meals', 'other'][1 + pick('expense kind', person_no, day_no, 4)] as category,
    cast(20 + pick('expense', person_no, day_no, 38000) * 0.01 as decimal(18, 2)) as amount,
    client_projects.project_type = 'time_and_materials' as is_billable
from all_entries
inner join client_projects using (project_no)
inner join people using (person_no)
where slot_no = 1 and time_category = 'delivery' and happens('expense', person_no, day_no, 15)
order by person_no, day_no;

-- A month closes twelve days after its end; one was opened again for five days.
create table reopened_months as
select entity_code, month_no, period, month_end + 17 as reopened_on, month_end + 22 as closed_again_on
from staffed_entities
cross join months
where entity_code = 'HV-UK' and month_no = 8;

create table vendor_bills as
with bought as (
    select
        'S' || active_projects.project_no || '-' || months.period as vendor_bill_id,
        ['Lakeside Code Ltd', 'Nordwind Studio', 'Three Rivers Consulting'][
            1 + pick('subcontractor', active_projects.project_no, 0, 3)] as vendor_name,
        active_projects.entity_code,
        months.month_no,
        'subcontractor' as category,
        active_projects.project_no,
        cast(null as varchar) as product_id,
        cast(null as varchar) as cost_pool,
        '5200' as expense_account_code,
        2000 + pick('subcontracted for', active_projects.project_no, months.month_no, 600000) * 0.01 as amount
    from active_projects
    inner join months using (month_no)
    where active_projects.seat = 1 and happens('subcontracted', active_projects.project_no, months.month_no, 60)
    union all
    select 'H-' || entity_code || '-' || product_id || '-' || period, 'Harbour Cloud', entity_code,
        month_no, 'hosting', null, product_id, null, '5400',
        600 + month_no * 10 + pick('hosting ' || entity_code, product_no, month_no, 9000) * 0.01
    from staffed_entities
    cross join products
    cross join months
    union all
    select 'O-' || entity_code || '-' || pool || '-' || period, vendor, entity_code, month_no, 'overhead',
        null, null, pool, '6000',
        1000 + people_there * share + pick(pool || entity_code, month_no, 0, 50000) * 0.01
    from staffed_entities
    cross join months
    cross join (values ('Premises', 'Quayside Estates', 120), ('Administration', 'Clearbook Services', 70))
        as pools (pool, vendor, share)
    union all
    -- What the one reopened month was reopened for.
    select 'L-' || entity_code || '-' || period, 'Clearbook Services', entity_code, month_no, 'overhead',
        null, null, 'Administration', '6000', 480
    from reopened_months
),
dated as (
    select
        bought.* exclude (amount),
        cast(amount as decimal(18, 2)) as net_amount,
        months.month_start,
        months.month_end as bill_date,
        coalesce(reopened_on + 1, months.month_end) as recorded_date,
        months.month_end + 30 as payment_date
    from bought
    inner join months using (month_no)
    left join reopened_months
        on vendor_bill_id = 'L-' || reopened_months.entity_code || '-' || reopened_months.period
)
select * from dated
where recorded_date <= getvariable('as_of')
order by vendor_bill_id;
