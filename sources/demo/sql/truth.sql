-- What the company knows of itself, computed from how it was made and never from its exports.
-- Hours are quarters and rates whole numbers, so every sum is exact before it is rounded once.

create schema truth;

create view truth.project_months as
with quarters as (
    select
        project_no,
        entries.month_no,
        currency_code,
        sum(quarters) as quarters,
        sum(case when is_billable then quarters else 0 end) as billable_quarters,
        sum(case when approval_state = 'approved' then quarters else 0 end) as approved_quarters,
        sum(quarters * cast(cost_rate as bigint)) as cost_of_quarters
    from (select * exclude (currency_code) from entries) as entries
    inner join (select month_no, year(month_start) as year_no from months) as years using (month_no)
    inner join cost_rates using (person_no, year_no)
    group by project_no, entries.month_no, currency_code
),
worked as (
    select
        coalesce(client_projects.entity_code, own_projects.entity_code) as entity_code,
        months.period,
        coalesce(client_projects.project_id, own_projects.project_id) as project_id,
        cast(sum(quarters) * 0.25 as decimal(18, 2)) as hours,
        cast(sum(billable_quarters) * 0.25 as decimal(18, 2)) as billable_hours,
        cast(sum(approved_quarters) * 0.25 as decimal(18, 2)) as approved_hours,
        round(sum(cost_of_quarters) * 0.25, 2) as cost_functional_amount,
        round(sum(cast(cost_of_quarters as decimal(28, 0)) * 0.25 * to_reporting.rate), 2)
            as cost_reporting_amount
    from quarters
    inner join months using (month_no)
    inner join fx_rates as to_reporting
        on
            quarters.currency_code = to_reporting.from_code
            and to_reporting.to_code = 'EUR'
            and months.month_start = to_reporting.month_start
    left join client_projects on quarters.project_no = client_projects.project_no
    left join own_projects on quarters.project_no = own_projects.project_no
    group by all
),
billed as (
    select
        entity_code,
        strftime(invoice_date, '%Y-%m') as period,
        project_id,
        round(sum(net_functional_amount), 2) as billed_functional_amount,
        round(sum(net_reporting_amount), 2) as billed_reporting_amount
    from lines_converted
    inner join client_projects using (project_no, entity_code)
    group by all
)
select
    coalesce(worked.entity_code, billed.entity_code) as entity_code,
    coalesce(worked.period, billed.period) as period,
    coalesce(worked.project_id, billed.project_id) as project_id,
    coalesce(hours, 0) as hours,
    coalesce(billable_hours, 0) as billable_hours,
    coalesce(approved_hours, 0) as approved_hours,
    coalesce(cost_functional_amount, 0) as cost_functional_amount,
    coalesce(cost_reporting_amount, 0) as cost_reporting_amount,
    coalesce(billed_functional_amount, 0) as billed_functional_amount,
    coalesce(billed_reporting_amount, 0) as billed_reporting_amount
from worked
full outer join billed
    on
        worked.entity_code = billed.entity_code and worked.period = billed.period
        and worked.project_id = billed.project_id
order by all;

-- Revenue by time is earned as it is worked; a service or subscription by the day, whatever is paid.
create view truth.revenue_months as
with charged as (
    select project_no, month_no, sum(quarters * cast(bill_rate as bigint)) as price_of_quarters
    from entries
    where is_paid_by_time and is_billable and approval_state = 'approved'
    group by project_no, month_no
),
by_time as (
    select
        client_projects.entity_code,
        months.period,
        project_id,
        cast(null as varchar) as product_id,
        'time_and_materials' as revenue_stream,
        round(cast(price_of_quarters as decimal(28, 0)) * 0.25 * functional.rate, 2)
            as revenue_functional_amount,
        round(cast(price_of_quarters as decimal(28, 0)) * 0.25 * reporting.rate, 2)
            as revenue_reporting_amount
    from charged
    inner join months using (month_no)
    inner join client_projects using (project_no)
    inner join entities on client_projects.entity_code = entities.entity_code
    inner join fx_rates as functional
        on
            client_projects.currency_code = functional.from_code
            and entities.currency_code = functional.to_code
            and months.month_start = functional.month_start
    inner join fx_rates as reporting
        on
            client_projects.currency_code = reporting.from_code
            and reporting.to_code = 'EUR'
            and months.month_start = reporting.month_start
),
windows as (
    select
        lines_converted.entity_code,
        project_id,
        product_id,
        case when product_id is null then 'managed_service' else 'subscription' end as revenue_stream,
        months.period,
        cast(net_functional_amount * 1000000 as hugeint) as functional_millionths,
        cast(net_reporting_amount * 1000000 as hugeint) as reporting_millionths,
        date_diff('day', service_start_date, service_end_date) as days,
        date_diff('day', service_start_date, greatest(service_start_date, months.month_start)) as days_before,
        date_diff(
            'day',
            service_start_date,
            least(service_end_date, months.month_end + 1, getvariable('as_of') + 1)
        ) as days_until
    from lines_converted
    left join client_projects using (project_no)
    inner join months
        on months.month_start < service_end_date and months.month_end >= service_start_date
    where service_start_date is not null and months.month_start <= getvariable('as_of')
),
-- Half up to the cent, in whole numbers: of a part of an amount, less the part before it.
by_day as (
    select
        *,
        (functional_millionths * days_until * 2 + days * 10000) // (days * 20000)
        - (functional_millionths * days_before * 2 + days * 10000) // (days * 20000) as functional_cents,
        (reporting_millionths * days_until * 2 + days * 10000) // (days * 20000)
        - (reporting_millionths * days_before * 2 + days * 10000) // (days * 20000) as reporting_cents
    from windows
)
select * from by_time
union all
select
    entity_code,
    period,
    project_id,
    product_id,
    revenue_stream,
    cast(sum(functional_cents) * 0.01 as decimal(18, 2)),
    cast(sum(reporting_cents) * 0.01 as decimal(18, 2))
from by_day
group by all
order by all;

create view truth.receivables as
select
    entity_code,
    sum(open_functional_amount) as open_functional_amount
from invoices
group by entity_code
order by entity_code;

-- Which row was made wrong by which fault, and what else shows it; filled where faults are planted.
create table truth.planted_faults (
    fault varchar,
    table_name varchar,
    source_id varchar,
    related_table varchar,
    related_id varchar,
    period varchar
);

-- What a contract was billed and paid, tax included, and what it owes at the end of each month.
create view truth.contract_months as
with moved as (
    select contract_id, date_trunc('month', invoice_date) as month_start, net_amount, total_amount,
        0 as paid_amount
    from invoices
    union all
    select contract_id, date_trunc('month', payment_date), 0, 0, paid_amount
    from invoices
    where paid_amount <> 0
),
summed as (
    select
        contract_id,
        month_start,
        sum(net_amount) as billed_amount,
        sum(total_amount) as total_amount,
        sum(paid_amount) as paid_amount
    from moved
    group by contract_id, month_start
)
select
    contract_id,
    strftime(month_start, '%Y-%m') as period,
    billed_amount,
    paid_amount,
    sum(total_amount - paid_amount) over (partition by contract_id order by month_start)
        as receivable_amount
from summed
order by contract_id, period;

create view truth.arr_months as
select
    subscriptions.entity_code,
    client_id,
    product_id,
    months.period,
    sum(seats * unit_price) as arr_amount,
    subscriptions.currency_code
from subscriptions
inner join clients using (client_no, entity_code)
inner join months on months.month_end >= start_date and months.month_end < end_date
where months.month_end <= getvariable('as_of')
group by all
order by all;

create view truth.ledger_months as
select
    entity_code,
    account_code,
    strftime(posting_date, '%Y-%m') as period,
    sum(amount) as net_functional_amount
from gl_lines
group by all
order by all;

create view truth.reparented_clients as
select
    client_id,
    'C' || lpad(cast(client_no - 1 as varchar), 5, '0') as parent_before,
    'C' || lpad(cast(client_no - 2 as varchar), 5, '0') as parent_after,
    getvariable('first_day') + getvariable('days') // 2 as changed_on
from clients
where client_no % 12 = 6 and changed_on <= getvariable('as_of')
order by client_id;
