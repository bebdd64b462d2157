-- The general ledger: what the invoices, payments and payrolls of each entity posted.

create table accounts as
select entity_code || '-' || account_code as account_id, account_code, account_name, account_type, entity_code
from entities
cross join (values
    ('1000', 'Bank', 'bank'),
    ('1200', 'Trade receivables', 'receivable'),
    ('2200', 'Sales tax', 'tax_payable'),
    ('4000', 'Service revenue', 'revenue'),
    ('4100', 'Product revenue', 'revenue'),
    ('2100', 'Trade payables', 'payable'),
    ('3000', 'Share capital', 'equity'),
    ('5000', 'Salaries', 'payroll_expense'),
    ('5200', 'Subcontractors', 'cost_of_sales'),
    ('5300', 'Travel and expenses', 'expense'),
    ('5400', 'Hosting', 'cost_of_sales'),
    ('6000', 'Premises and administration', 'expense'),
    ('7000', 'Exchange differences', 'fx_result')
) as t (account_code, account_name, account_type);

-- Who joins or leaves within a month is paid for its days.
create table payroll as
with present as (
    select
        people.entity_code,
        people.person_no,
        months.month_no,
        months.month_start,
        months.month_end as posting_date,
        greatest(people.start_date, months.month_start) as from_date,
        least(coalesce(people.end_date, months.month_end), months.month_end) as to_date
    from people
    inner join months
        on
            people.start_date <= months.month_end
            and coalesce(people.end_date, months.month_end) >= months.month_start
    where months.month_end <= getvariable('as_of')
)
select
    present.entity_code,
    month_no,
    month_start,
    posting_date,
    person_no,
    cast(
        round(
            employments.weekly_hours * 4 * cost_rates.cost_rate * (to_date - from_date + 1)
            / day(posting_date),
            2
        ) as decimal(18, 2)
    ) as amount,
    cost_rates.currency_code
from present
inner join cost_rates using (person_no)
inner join employments using (person_no)
where
    year(month_start) = cost_rates.year_no
    and from_date >= employments.valid_from
    and from_date < employments.valid_before;

-- Signed amounts, debit positive, in the entity's currency.
create table gl_lines as
select
    'GI-' || invoice_id as journal_id,
    entity_code,
    invoice_date as posting_date,
    'invoice' as source_type,
    invoice_id as source_id,
    client_no,
    cast(null as integer) as project_no,
    '1200' as account_code,
    total_functional_amount as amount,
    currency_code as transaction_currency_code,
    total_amount as transaction_amount
from invoices
union all
select 'GI-' || invoice_id, entity_code, invoice_date, 'invoice', invoice_id, client_no, null, '2200',
    -tax_functional_amount, currency_code, -tax_amount
from invoices
where tax_amount <> 0
union all
select 'GI-' || invoice_id, entity_code, invoice_date, 'invoice', invoice_id, client_no, project_no,
    account_code, -posted_functional_amount, currency_code, -net_amount
from lines_converted
union all
select 'GY-' || invoice_id, entity_code, payment_date, 'payment', invoice_id, client_no, null, '1200',
    -paid_functional_amount, currency_code, -paid_amount
from invoices
where paid_amount <> 0;

create table cash as
select
    invoices.*,
    cast(round(paid_amount * received.rate, 2) as decimal(18, 2)) as received_functional_amount
from invoices
inner join fx_rates as received
    on
        invoices.currency_code = received.from_code
        and invoices.functional_currency_code = received.to_code
        and date_trunc('month', invoices.payment_date) = received.month_start
where paid_amount <> 0;

insert into gl_lines
select 'GY-' || invoice_id, entity_code, payment_date, 'payment', invoice_id, client_no, null, '1000',
    received_functional_amount, currency_code, paid_amount
from cash
union all
select 'GY-' || invoice_id, entity_code, payment_date, 'payment', invoice_id, client_no, null, '7000',
    paid_functional_amount - received_functional_amount, null, null
from cash
where paid_functional_amount <> received_functional_amount
union all
select 'GY-' || invoice_id, entity_code, payment_date, 'clearing', invoice_id, client_no, null, account_code,
    sign * paid_functional_amount, null, null
from invoices
cross join (values ('7000', 1), ('1200', -1)) as sides (account_code, sign)
where paid_amount = 0 and paid_functional_amount <> 0
union all
select 'GP-' || entity_code || '-' || month_no, entity_code, posting_date, 'payroll', null, null, null,
    account_code, sign * sum(amount), null, null
from payroll
cross join (values ('5000', 1), ('1000', -1)) as sides (account_code, sign)
group by entity_code, month_no, posting_date, account_code, sign;

insert into gl_lines
select 'GV-' || vendor_bill_id, entity_code, bill_date, 'bill', vendor_bill_id, null, project_no,
    case account_code when '2100' then '2100' else vendor_bills.expense_account_code end,
    sign * net_amount, null, null
from vendor_bills
cross join (values ('expense', 1), ('2100', -1)) as sides (account_code, sign)
union all
select 'GE-' || entity_code || '-' || month_no, entity_code, month_end, 'expense', null, null, null,
    account_code, sign * sum(amount), null, null
from expenses
inner join months using (month_no)
cross join (values ('5300', 1), ('2100', -1)) as sides (account_code, sign)
where month_end <= getvariable('as_of')
group by entity_code, month_no, month_end, account_code, sign;

-- What the owners paid in, and what was paid of what was owed: bills after thirty days, expenses half a
-- month later, a month's tax ten days after the next one.
insert into gl_lines
select 'GO-' || entity_code, entity_code, getvariable('first_day'), 'opening', null, null, null,
    account_code, sign * 100000 + sign * 30000 * people_there, null, null
from staffed_entities
cross join (values ('1000', 1), ('3000', -1)) as sides (account_code, sign)
union all
select 'GB-' || vendor_bill_id, entity_code, payment_date, 'bill_payment', vendor_bill_id, null, null,
    account_code, sign * net_amount, null, null
from vendor_bills
cross join (values ('2100', 1), ('1000', -1)) as sides (account_code, sign)
where payment_date <= getvariable('as_of')
union all
select 'GR-' || entity_code || '-' || month_no, entity_code, month_end + 15, 'expense_payment', null, null,
    null, account_code, sign * sum(amount), null, null
from expenses
inner join months using (month_no)
cross join (values ('2100', 1), ('1000', -1)) as sides (account_code, sign)
where month_end + 15 <= getvariable('as_of')
group by entity_code, month_no, month_end, account_code, sign
union all
select 'GT-' || entity_code || '-' || strftime(month_end, '%Y-%m'), entity_code, month_end + 40,
    'tax_payment', null, null, null, sides.account_code, sign * amount, null, null
from (
    select entity_code, last_day(posting_date) as month_end, sum(amount) as amount
    from gl_lines
    where account_code = '2200'
    group by all
    having sum(amount) <> 0
) as taxes
cross join (values ('2200', -1), ('1000', 1)) as sides (account_code, sign)
where month_end + 40 <= getvariable('as_of');
