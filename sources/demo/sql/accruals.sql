-- What finance posts for each month once it knows it, before the month is closed: what every contract
-- earned more or less than it was invoiced, so that revenue is what was earned; and what it is worth.

create macro is_accrued(month_end) as month_end + 10 <= getvariable('as_of');

-- What each contract earned and was invoiced in each month, in its own currency and in its entity's.
create table contract_moves as
with sold as (
    select contract_id, entity_code, client_no, project_no, '4000' as revenue_account_code,
        case project_type when 'time_and_materials' then '1210' else '1220' end as asset_account_code
    from sold_projects
    union
    select contract_id, entity_code, client_no, null, '4100', '1220'
    from subscriptions
),
moved as (
    select contract_id, period, revenue_amount as earned_amount, 0 as billed_amount,
        0 as billed_functional_amount
    from truth.obligation_months
    union all
    select contract_id, strftime(invoice_date, '%Y-%m'), 0, net_amount, posted_functional_amount
    from lines_converted
),
converted as (
    select
        sold.*,
        months.month_start,
        months.month_end,
        moved.* exclude (contract_id, period),
        agreements.currency_code,
        entities.currency_code as functional_currency_code,
        rate,
        round(earned_amount * rate, 2) as earned_functional_amount
    from moved
    inner join sold using (contract_id)
    inner join months using (period)
    inner join agreements on sold.contract_id = agreements.contract_id and version_number = 1
    inner join entities using (entity_code)
    inner join fx_rates
        on
            agreements.currency_code = fx_rates.from_code
            and entities.currency_code = fx_rates.to_code
            and months.month_start = fx_rates.month_start
)
select
    contract_id,
    entity_code,
    client_no,
    project_no,
    revenue_account_code,
    asset_account_code,
    currency_code,
    month_start,
    month_end,
    rate,
    sum(earned_amount) as earned_amount,
    cast(sum(earned_functional_amount) as decimal(18, 2)) as earned_functional_amount,
    sum(earned_amount - billed_amount) as moved_amount,
    cast(sum(earned_functional_amount - billed_functional_amount) as decimal(18, 2))
        as moved_functional_amount
from converted
group by all;

-- What came in ahead of revenue: each invoice, and revenue that was taken back. It is used up first in,
-- first out.
create table contract_inflows as
with came_in as (
    select contract_id, date_trunc('month', invoice_date) as month_start, invoice_date as came_on, invoice_id,
        sum(net_amount) as amount, sum(posted_functional_amount) as functional_amount
    from lines_converted
    where contract_id in (select contract_id from contract_moves)
    group by all
    having sum(net_amount) > 0
    union all
    select contract_id, month_start, null, null, -earned_amount, -earned_functional_amount
    from contract_moves
    where earned_amount < 0
)
select
    *,
    sum(amount) over (
        partition by contract_id order by month_start, came_on nulls last, invoice_id
        rows between unbounded preceding and current row
    ) as until_amount
from came_in;

-- What is owed by the client is worth what it comes to at the month's closing rate (IAS 21.23(a)). What
-- is owed to the client stays at the rates at which it came in (21.23(b)).
create table contract_worths as
with every_month as (
    select begun.*, months.month_start, months.month_end, fx_rates.rate,
        coalesce(moved_amount, 0) as moved_amount,
        coalesce(moved_functional_amount, 0) as moved_functional_amount
    from (
        select contract_id, entity_code, client_no, project_no, revenue_account_code, asset_account_code,
            currency_code, min(month_start) as begun_on
        from contract_moves
        group by all
    ) as begun
    inner join entities using (entity_code)
    inner join months on months.month_start >= begun_on and is_accrued(months.month_end)
    inner join fx_rates
        on
            begun.currency_code = fx_rates.from_code
            and entities.currency_code = fx_rates.to_code
            and months.month_start = fx_rates.month_start
    left join contract_moves
        on begun.contract_id = contract_moves.contract_id and months.month_start = contract_moves.month_start
),
added as (
    select
        *,
        sum(moved_amount) over (partition by contract_id order by month_start) as position_amount,
        round(position_amount * rate, 2) as closing_amount
    from every_month
),
came_in as (
    select added.contract_id, added.month_start, sum(amount) as amount
    from added
    inner join contract_inflows
        on
            added.contract_id = contract_inflows.contract_id
            and contract_inflows.month_start <= added.month_start
    group by all
),
left_over as (
    select
        added.contract_id,
        added.month_start,
        contract_inflows.functional_amount,
        contract_inflows.amount,
        least(contract_inflows.amount, until_amount - came_in.amount - position_amount) as left_amount
    from added
    inner join came_in using (contract_id, month_start)
    inner join contract_inflows
        on
            added.contract_id = contract_inflows.contract_id
            and contract_inflows.month_start <= added.month_start
    where position_amount < 0 and left_amount > 0
),
owed as (
    select
        contract_id,
        month_start,
        sum(rounded(
            cast(functional_amount * 100 as hugeint) * cast(left_amount * 100 as hugeint),
            cast(amount * 100 as hugeint)
        )) as owed_cents
    from left_over
    group by all
)
select
    added.*,
    case when position_amount >= 0 then closing_amount else 0 end as asset_amount,
    case when position_amount < 0 then cast(-owed_cents * 0.01 as decimal(18, 2)) else 0 end as liability_amount
from added
left join owed using (contract_id, month_start);

insert into accounts
select entity_code || '-' || account_code, account_code, account_name, account_type, entity_code
from entities
cross join (values
    ('1210', 'Unbilled receivables', 'unbilled_receivable'),
    ('1220', 'Contract assets', 'contract_asset'),
    ('2300', 'Contract liabilities', 'contract_liability')
) as t (account_code, account_name, account_type);

-- Each contract's entry of a month; its lines are those that say something.
insert into gl_lines
with moved as (
    select
        *,
        asset_amount - lag(asset_amount, 1, 0) over by_month as asset_moved,
        liability_amount - lag(liability_amount, 1, 0) over by_month as liability_moved
    from contract_worths
    window by_month as (partition by contract_id order by month_start)
),
sides as (
    select *, unnest([
        {'account_code': revenue_account_code, 'amount': -moved_functional_amount},
        {'account_code': asset_account_code, 'amount': asset_moved},
        {'account_code': '2300', 'amount': liability_moved},
        {'account_code': '7000', 'amount': moved_functional_amount - asset_moved - liability_moved}
    ]) as side
    from moved
)
select
    'GC-' || contract_id || '-' || strftime(month_start, '%Y-%m'),
    entity_code,
    month_end,
    'accrual',
    contract_id,
    client_no,
    project_no,
    side.account_code,
    side.amount,
    null,
    null
from sides
where side.amount <> 0;
