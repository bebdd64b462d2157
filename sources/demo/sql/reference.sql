-- What the company is made of before anybody works: entities, roles, clients, products, rates.

create table entities as
select * from (values
    ('HV-DE', 'Halden & Voss GmbH', 'EUR', 'DE', 'DACH', 19, 100),
    ('HV-UK', 'Halden & Voss Ltd', 'GBP', 'GB', 'UK', 20, 85),
    ('HV-US', 'Halden & Voss Inc.', 'USD', 'US', 'Americas', 0, 110)
) as t (entity_code, entity_name, currency_code, country_code, region, tax_percent, price_percent);

-- Prices and costs of an hour in EUR; `share` of a hundred people have the role.
create table roles as
select *, sum(share) over (order by role_no) - share as share_before
from (values
    (1, 'Consultant', 'Delivery', 110, 52, 22),
    (2, 'Senior Consultant', 'Delivery', 140, 66, 16),
    (3, 'Developer', 'Engineering', 115, 50, 22),
    (4, 'Senior Developer', 'Engineering', 145, 68, 12),
    (5, 'Project Manager', 'Delivery', 130, 64, 8),
    (6, 'Designer', 'Design', 105, 48, 6),
    (7, 'Support Engineer', 'Support', 90, 40, 6),
    (8, 'Product Engineer', 'Product', 120, 60, 6),
    (9, 'Account Manager', 'Sales', 125, 58, 2)
) as t (role_no, role, practice, bill_rate, cost_rate, share);

create table products as
select * from (values
    (1, 'K01', 'KEEL-STD', 'Keelson Standard', 'Keelson', 40),
    (2, 'K02', 'KEEL-PRO', 'Keelson Professional', 'Keelson', 75),
    (3, 'K03', 'SEXT', 'Sextant Analytics', 'Sextant', 60),
    (4, 'K04', 'ANCH', 'Anchor Archive', 'Anchor', 25)
) as t (product_no, product_id, product_code, product_name, product_family, list_price);

-- Holidays that fall on one day of every year.
create table holidays as
select * from (values
    ('HV-DE', '01-01'), ('HV-DE', '05-01'), ('HV-DE', '10-03'), ('HV-DE', '12-25'), ('HV-DE', '12-26'),
    ('HV-UK', '01-01'), ('HV-UK', '12-25'), ('HV-UK', '12-26'),
    ('HV-US', '01-01'), ('HV-US', '07-04'), ('HV-US', '11-11'), ('HV-US', '12-25')
) as t (entity_code, month_day);

create table workdays as
select
    entities.entity_code,
    cast(days.range as date) as work_date,
    cast(date_diff('day', getvariable('first_day'), days.range) as integer) as day_no,
    cast(isodow(days.range) as integer) as weekday_no,
    cast(date_diff('day', date '2018-01-01', days.range) // 7 as integer) as week_no,
    months.month_no
from entities
cross join range(
    cast(getvariable('first_day') as timestamp),
    cast(getvariable('end_day') as timestamp) + interval 1 day,
    interval 1 day
) as days
inner join months on days.range >= months.month_start and days.range <= months.month_end
left join holidays
    on
        entities.entity_code = holidays.entity_code
        and strftime(days.range, '%m-%d') = holidays.month_day
where isodow(days.range) < 6 and holidays.month_day is null;

-- Two rates to the euro walk by up to 0.008 a month; the other pairs follow from them. Four places.
create table fx_walk as
select
    month_start,
    1.1500 + cast(sum(pick('gbp', month_no, 0, 161) - 80) over months_so_far as decimal(9, 4)) / 10000
        as gbp_eur,
    0.9200 + cast(sum(pick('usd', month_no, 0, 161) - 80) over months_so_far as decimal(9, 4)) / 10000
        as usd_eur
from months
window months_so_far as (order by month_no);

create table fx_rates as
with pairs as (
    select month_start, 'GBP' as from_code, 'EUR' as to_code, gbp_eur as rate from fx_walk
    union all select month_start, 'USD', 'EUR', usd_eur from fx_walk
    union all select month_start, 'EUR', 'GBP', 1 / gbp_eur from fx_walk
    union all select month_start, 'EUR', 'USD', 1 / usd_eur from fx_walk
    union all select month_start, 'USD', 'GBP', usd_eur / gbp_eur from fx_walk
    union all select month_start, 'GBP', 'USD', gbp_eur / usd_eur from fx_walk
)
select month_start, from_code, to_code, cast(round(rate, 4) as decimal(9, 4)) as rate
from pairs
union all
select months.month_start, entities.currency_code, entities.currency_code, 1.0000
from months cross join entities;

create table clients as
with numbered as (
    select cast(range as integer) as client_no
    from range(1, greatest(8, getvariable('people') // 4) + 1)
),
named as (
    select
        client_no,
        ['Aldgate', 'Bäcker', 'Corvid', 'Dunmore', 'Eastmoor', 'Falkner', 'Garrick', 'Hollis',
            'Ingram', 'Jürgens', 'Kestrel', 'Lindner', 'Marlow', 'Norwood', 'Oakham', 'Pfeiffer',
            'Quarles', 'Radford', 'Sömmer', 'Thornbury'][1 + (client_no - 1) % 20] as first_word,
        ['Insurance', 'Logistics', 'Energy', 'Health', 'Foods', 'Rail', 'Chemicals', 'Retail',
            'Water', 'Optics', 'Steel'][1 + pick('client name', client_no, 0, 11)] as second_word,
        -- Only where somebody works.
        case when pick('client entity', client_no, 0, 10) < 5 or getvariable('people') < 2 then 'HV-DE'
            when pick('client entity', client_no, 0, 10) < 8 or getvariable('people') < 3 then 'HV-UK'
            else 'HV-US' end as entity_code
    from numbered
)
select
    client_no,
    'C' || lpad(cast(client_no as varchar), 5, '0') as client_id,
    first_word || ' ' || second_word
        || case when client_no > 20 then ' ' || cast((client_no - 1) // 20 + 1 as varchar) else '' end
        || ' ' || case entity_code when 'HV-DE' then 'GmbH' when 'HV-UK' then 'plc' else 'Inc.' end
        as client_name,
    case when client_no % 6 = 0 then
        case when client_no % 12 = 6 and getvariable('as_of') >= getvariable('first_day') + getvariable('days') // 2
            then client_no - 2 else client_no - 1 end
    end as parent_no,
    lower(strip_accents(first_word)) || cast(client_no as varchar) || '.example' as email_domain,
    entity_code
from named;
