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
    ('5000', 'Salaries', 'payroll_expense'),
    ('5200', 'Subcontractors', 'cost_of_sales'),
    ('5300', 'Travel and expenses', 'expense'),
    ('5400', 'Hosting', 'cost_of_sales'),
    ('6000', 'Premises and administration', 'expense'),
    ('7000', 'Exchange differences', 'fx_result')
) as t (account_code, account_name, account_type);

-- Whole months only: who joins or leaves within one is paid for it by the next employer.
create table payroll as
select
    people.entity_code,
    months.month_no,
    months.month_start,
    months.month_end as posting_date,
    people.person_no,
    cast(employments.weekly_hours * 4 as decimal(18, 2)) * cost_rates.cost_rate as amount,
    cost_rates.currency_code
from people
inner join months
    on
        people.start_date <= months.month_start
        and coalesce(people.end_date, months.month_end) >= months.month_end
inner join cost_rates
    on people.person_no = cost_rates.person_no and year(months.month_start) = cost_rates.year_no
inner join employments
    on
        people.person_no = employments.person_no
        and months.month_start >= employments.valid_from
        and months.month_start < employments.valid_before
where months.month_end <= getvariable('as_of');

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
