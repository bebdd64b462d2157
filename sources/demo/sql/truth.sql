-- What the company knows of itself, computed from how it was made and never from its exports.
-- Hours are quarters and rates whole numbers, so every sum is exact before it is rounded once.

create schema if not exists truth;

create view truth.project_months as
with quarters as (
    select
        coalesce(client_projects.entity_code, own_projects.entity_code) as entity_code,
        months.period,
        coalesce(client_projects.project_id, own_projects.project_id) as project_id,
        cast(sum(quarters) * 0.25 as decimal(18, 2)) as hours,
        cast(sum(case when is_billable then quarters else 0 end) * 0.25 as decimal(18, 2))
            as billable_hours,
        cast(sum(case when approval_state = 'approved' then quarters else 0 end) * 0.25 as decimal(18, 2))
            as approved_hours
    from entries
    inner join months using (month_no)
    left join client_projects on entries.project_no = client_projects.project_no
    left join own_projects on entries.project_no = own_projects.project_no
    group by all
),
costed as (
    select
        entity_code,
        period,
        project_id,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from truth.cost_months
    group by all
),
worked as (
    select
        entity_code,
        period,
        project_id,
        coalesce(hours, 0) as hours,
        coalesce(billable_hours, 0) as billable_hours,
        coalesce(approved_hours, 0) as approved_hours,
        cost_functional_amount,
        cost_reporting_amount
    from costed
    left join quarters using (entity_code, period, project_id)
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
    having sum(net_functional_amount) <> 0
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

-- What was recognised in each month; what an obligation paid by time is worth nobody knows before.
create view truth.obligation_months as
with moved as (
    select
        *,
        cents_to_date - lag(cents_to_date, 1, 0) over (
            partition by performance_obligation_id order by month_start
        ) as revenue_cents
    from obligation_ends
)
select
    contract_id,
    performance_obligation_id,
    period,
    cast(revenue_cents * 0.01 as decimal(18, 2)) as revenue_amount,
    cast(cents_to_date * 0.01 as decimal(18, 2)) as revenue_to_date_amount,
    cast(allocated_cents * 0.01 as decimal(18, 2)) as allocated_amount,
    currency_code
from moved
inner join agreements using (contract_id)
where version_number = 1 and revenue_cents <> 0
order by performance_obligation_id, period;

create view truth.revenue_months as
with sold as (
    select contract_id, entity_code from sold_projects
    union
    select contract_id, entity_code from subscriptions
),
promised as (
    select distinct performance_obligation_id, project_id, product_id, revenue_stream from promises
),
summed as (
    select
        entity_code,
        period,
        project_id,
        product_id,
        revenue_stream,
        sum(round(revenue_amount * functional.rate, 2)) as revenue_functional_amount,
        sum(round(revenue_amount * reporting.rate, 2)) as revenue_reporting_amount
    from truth.obligation_months
    inner join promised using (performance_obligation_id)
    inner join sold using (contract_id)
    inner join entities using (entity_code)
    inner join months using (period)
    inner join fx_rates as functional
        on
            obligation_months.currency_code = functional.from_code
            and entities.currency_code = functional.to_code
            and months.month_start = functional.month_start
    inner join fx_rates as reporting
        on
            obligation_months.currency_code = reporting.from_code
            and reporting.to_code = 'EUR'
            and months.month_start = reporting.month_start
    group by all
)
from summed
where revenue_functional_amount <> 0 or revenue_reporting_amount <> 0
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

-- What a contract was billed and paid, tax included, and what it owes at the end of each month; what
-- it earned until then, and whether that is more or less than it was billed (IFRS 15.105). Every
-- month from the first in which it earned or was billed.
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
),
earned as (
    select
        contract_id,
        month_start,
        cast(sum(cents_to_date) * 0.01 as decimal(18, 2)) as revenue_to_date_amount,
        cast(sum(allocated_cents - cents_to_date) * 0.01 as decimal(18, 2)) as remaining_amount
    from obligation_ends
    group by contract_id, month_start
),
joined as (
    select
        *,
        sum(coalesce(billed_amount, 0)) over until_month as billed_to_date_amount,
        sum(coalesce(total_amount, 0) - coalesce(paid_amount, 0)) over until_month as receivable_amount,
        max(billed_amount is not null or revenue_to_date_amount <> 0) over until_month as is_begun
    from earned
    left join summed using (contract_id, month_start)
    window until_month as (partition by contract_id order by month_start)
)
select
    contract_id,
    strftime(month_start, '%Y-%m') as period,
    coalesce(billed_amount, 0) as billed_amount,
    coalesce(paid_amount, 0) as paid_amount,
    receivable_amount,
    revenue_to_date_amount,
    billed_to_date_amount,
    greatest(revenue_to_date_amount - billed_to_date_amount, 0) as contract_asset_amount,
    greatest(billed_to_date_amount - revenue_to_date_amount, 0) as contract_liability_amount,
    remaining_amount
from joined
where is_begun
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
