-- What was sold: client projects and their contracts, subscriptions, and the company's own projects.

create table client_projects as
with numbered as (
    select cast(range as integer) as project_no
    from range(1, greatest(6, getvariable('people') * getvariable('months') // 24) + 1)
),
drawn as (
    select
        project_no,
        1 + pick('project client', project_no, 0, (select count(*) from clients)) as client_no,
        case
            when pick('project type', project_no, 0, 100) < 48 then 'time_and_materials'
            when pick('project type', project_no, 0, 100) < 72 then 'fixed_fee'
            when pick('project type', project_no, 0, 100) < 85 then 'milestone'
            else 'managed_service'
        end as project_type,
        greatest(0, pick('project start', project_no, 0, getvariable('months') + 5) - 5) as start_month,
        -- Four milestones take four months at least.
        greatest(
            case project_type when 'milestone' then 4 else 3 end,
            3 + pick('project length', project_no, 0, 10)
        ) as length_months,
        2 + pick('team', project_no, 0, 4) as team
    from numbered
)
select
    project_no,
    'J' || lpad(cast(project_no as varchar), 6, '0') as project_id,
    'V' || lpad(cast(project_no as varchar), 6, '0') as contract_id,
    clients.client_no,
    clients.entity_code,
    project_type,
    case
        when pick('foreign', project_no, 0, 10) > 0 then entities.currency_code
        when entities.currency_code = 'EUR' then 'USD'
        else 'EUR'
    end as currency_code,
    case
        when pick('foreign', project_no, 0, 10) > 0 then entities.price_percent
        when entities.currency_code = 'EUR' then 110
        else 100
    end as price_percent,
    cast(date_trunc('month', getvariable('first_day')) + to_months(start_month) as date) as start_date,
    last_day(
        cast(
            date_trunc('month', getvariable('first_day')) + to_months(start_month + length_months - 1)
            as date
        )
    ) as end_date,
    length_months,
    team,
    team * length_months * 110 as budget_hours,
    project_type = 'fixed_fee' and happens('down-payment', project_no, 0, 400) as is_paid_down,
    ['Portal', 'Migration', 'Integration', 'Rollout', 'Reporting', 'Platform', 'Support', 'Audit'][
        1 + pick('project name', project_no, 0, 8)] as subject
from drawn
inner join clients using (client_no)
inner join entities using (entity_code);

-- The rate card of each project: whole units of its currency for an hour of each role.
create table bill_rates as
select
    client_projects.project_no,
    roles.role_no,
    cast(
        (
            roles.bill_rate * client_projects.price_percent
            * (88 + pick('bill rate', client_projects.project_no, 0, 27)) + 5000
        ) // 10000 as decimal(9, 0)
    ) as bill_rate
from client_projects
cross join roles;

-- What an hour of each role costs those who agree on nothing: more each January.
create table list_rates as
select
    entities.currency_code,
    cast(range as integer) as year_no,
    roles.role_no,
    case when range > year(getvariable('first_day')) then make_date(range, 1, 1) end as valid_from,
    case when range < year(getvariable('as_of')) then make_date(range, 12, 31) end as valid_to,
    cast(
        (
            roles.bill_rate * entities.price_percent
            * (106 + 2 * (range - year(getvariable('first_day')))) + 5000
        ) // 10000 as decimal(9, 0)
    ) as list_rate
from entities
cross join roles
cross join range(year(getvariable('first_day')), year(getvariable('as_of')) + 1);

-- Whole thousands. The first fixed fee was sold far below what it costs: the contract that loses.
create table contract_prices as
with worth as (
    select
        client_projects.project_no,
        project_type,
        client_projects.budget_hours * cast(sum(bill_rates.bill_rate) as bigint) // count(*) as worth
    from client_projects
    inner join bill_rates using (project_no)
    group by client_projects.project_no, client_projects.budget_hours, project_type
),
judged as (
    select
        *,
        project_type = 'fixed_fee' and project_no = min(
            case when project_type = 'fixed_fee' then project_no end
        ) over () as is_loss
    from worth
)
select
    project_no,
    is_loss,
    cast(greatest(1, worth * (case when is_loss then 35 else 100 end) // 100000) * 1000 as decimal(18, 2))
        as price
from judged;

-- What clients asked for on the way, in the three ways of IFRS 15.20 and 21 and a mix of them; what
-- was never approved is not invoiced.
create table change_orders as
select
    project_no,
    cast(start_date + to_months(cast(length_months // 2 as integer)) as date) as effective_date,
    case
        when pick('modification', project_no, 0, 10) < 3 then 'prospective'
        when pick('modification', project_no, 0, 10) < 6 then 'cumulative_catch_up'
        when pick('modification', project_no, 0, 10) < 9 then 'separate_contract'
        else 'mixed'
    end as modification_type,
    10 + pick('change size', project_no, 0, 3) * 10 as percent,
    cast(cast(price as bigint) * percent // 10000 * 100 as decimal(18, 2)) as amount,
    budget_hours * percent // 100 as hours,
    happens('unapproved', project_no, 0, 100) as is_unapproved
from client_projects
inner join contract_prices using (project_no)
where
    project_type in ('fixed_fee', 'milestone')
    and length_months >= 4
    and happens('changes', project_no, 0, 300);

-- A bonus for being on time, in one of six fixed fees; a discount that the price already holds.
create table bonuses as
select
    project_no,
    cast(cast(price as bigint) * 5 // 10000 * 100 as decimal(18, 2)) as amount,
    happens('bonus likely', project_no, 0, 700) as is_likely,
    happens('bonus earned', project_no, 0, 650) as is_earned
from client_projects
inner join contract_prices using (project_no)
where project_type = 'fixed_fee' and happens('bonus', project_no, 0, 170) and price >= 2000;

create table discounts as
select project_no, cast(cast(price as bigint) * 5 // 10000 * 100 as decimal(18, 2)) as amount
from client_projects
inner join contract_prices using (project_no)
where
    project_type in ('fixed_fee', 'milestone')
    and happens('discount', project_no, 0, 200)
    and price >= 2000;

-- The company's own projects: one of each kind for each entity, and one for each product.
create table own_projects as
with kinds as (
    select * from (values
        (1, 'ADMIN', 'Administration', 'internal', 'internal'),
        (2, 'LEAVE', 'Leave and sickness', 'internal', 'leave'),
        (3, 'BENCH', 'Between projects', 'internal', 'bench'),
        (4, 'SALES', 'Pre-sales', 'internal', 'presales'),
        (5, 'PRODUCT', 'Product development', 'product', 'product')
    ) as t (kind_no, kind, kind_name, project_type, time_category)
)
select
    cast(-10 * dense_rank() over (order by entities.entity_code) - kind_no as integer) as project_no,
    kind || substr(entities.entity_code, 3) as project_id,
    entities.entity_code,
    kind_name || ' ' || entities.country_code as project_name,
    project_type,
    time_category,
    kind_no
from entities
cross join kinds;

create table subscriptions as
with sold as (
    select
        clients.client_no,
        clients.entity_code,
        products.product_no,
        products.product_id,
        products.list_price,
        5 + pick('seats', clients.client_no, products.product_no, 196) as seats,
        pick('discount', clients.client_no, products.product_no, 5) * 5 as discount_percent,
        pick('subscribed', clients.client_no, products.product_no, getvariable('months')) as start_month,
        case when happens('churns', clients.client_no, products.product_no, 200)
            then 1 + pick('churns after', clients.client_no, products.product_no, 2) else 99 end as terms
    from clients
    cross join products
    where happens('subscribes', clients.client_no, products.product_no, 220)
)
-- A term renews with more or fewer seats.
select
    client_no,
    product_no,
    product_id,
    'W' || lpad(cast(client_no as varchar), 5, '0') || '-' || product_no as contract_id,
    sold.entity_code,
    entities.currency_code,
    cast(greatest(1, seats + 3 * term_no * (pick('growth', client_no, product_no, 5) - 1)) as integer)
        as seats,
    terms,
    cast(
        0.01 * (list_price * entities.price_percent * (100 - discount_percent) * 12 // 100)
        as decimal(18, 2)
    ) as unit_price,
    term_no,
    cast(date_trunc('month', getvariable('first_day')) + to_months(start_month + 12 * term_no) as date)
        as start_date,
    cast(date_trunc('month', getvariable('first_day')) + to_months(start_month + 12 * term_no + 12) as date)
        as end_date
from sold
inner join entities using (entity_code)
cross join (select cast(range as integer) as term_no from range(0, 100)) as term_numbers
where
    term_no < terms
    and date_trunc('month', getvariable('first_day')) + to_months(start_month + 12 * term_no)
        <= getvariable('end_day');
