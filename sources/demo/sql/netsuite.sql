-- What NetSuite delivers of the entities that keep their books in it: one view per table of its
-- contract, its columns under the names of SuiteQL. Variable `netsuite_entities` lists the entities.
-- Internal ids are numbers; customers and projects share theirs, as do all transactions.

create schema netsuite;

create view netsuite.served_entities as
select entities.*, numbered.subsidiary_id
from main.entities
inner join (
    select entity_code, 1 + row_number() over (order by entity_code) as subsidiary_id from main.entities
) as numbered using (entity_code)
where list_contains(getvariable('netsuite_entities'), entities.entity_code);

create view netsuite.currency_ids as
select * from (values ('EUR', 1, 'Euro'), ('GBP', 2, 'British pound'), ('USD', 3, 'US dollar'))
    as t (currency_code, currency_id, currency_name);

create view netsuite.subsidiaries as
select
    subsidiary_id as id,
    entity_code as externalid,
    entity_name as name,
    'Halden & Voss : ' || entity_name as fullname,
    entity_name as legalname,
    null as tranprefix,
    null as parent,
    currency_id as currency,
    country_code as country,
    'F' as iselimination,
    'F' as isinactive,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as lastmodifieddate
from netsuite.served_entities
inner join netsuite.currency_ids using (currency_code);

create view netsuite.customers as
select
    100000 + clients.client_no as id,
    null as externalid,
    client_id as entityid,
    client_name as altname,
    client_name as companyname,
    'F' as isperson,
    null as firstname,
    null as lastname,
    'accounts@' || email_domain as email,
    null as phone,
    'https://' || email_domain as url,
    100000 + served_parents.client_no as parent,
    null as category,
    'Customer' as searchstage,
    '13' as entitystatus,
    currency_id as currency,
    null as terms,
    null as salesrep,
    null as comments,
    'F' as isinactive,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as datecreated,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as lastmodifieddate
from main.clients
inner join netsuite.served_entities using (entity_code)
inner join netsuite.currency_ids using (currency_code)
left join (
    select client_no from main.clients inner join netsuite.served_entities using (entity_code)
) as served_parents on clients.parent_no = served_parents.client_no;

create view netsuite.jobs as
select
    10000000 + project_no as id,
    null as externalid,
    'HV-' || project_id as entityid,
    subject || ' for ' || client_name as altname,
    subject || ' for ' || client_name as companyname,
    100000 + client_no as customer,
    100000 + client_no as parent,
    null as jobtype,
    case project_type when 'time_and_materials' then 'TM' when 'milestone' then 'FBM' else 'FBI' end
        as jobbillingtype,
    case when project_type <> 'time_and_materials' then price end as jobprice,
    null as estimatedcost,
    price as estimatedrevenue,
    budget_hours as estimatedtime,
    null as actualtime,
    null as percentcomplete,
    job_currencies.currency_id as currency,
    subsidiary_id as subsidiary,
    start_date as startdate,
    end_date as projectedenddate,
    end_date as calculatedenddate,
    case when end_date < getvariable('as_of') - 30 then end_date end as enddate,
    '2' as entitystatus,
    'F' as isinactive,
    strftime(start_date - 10, '%Y-%m-%d 08:00:00') as datecreated,
    strftime(least(end_date, getvariable('as_of')), '%Y-%m-%d 08:00:00') as lastmodifieddate
from main.sold_projects as client_projects
inner join main.clients using (client_no)
inner join main.contract_prices using (project_no)
inner join netsuite.served_entities on client_projects.entity_code = served_entities.entity_code
inner join netsuite.currency_ids as job_currencies
    on client_projects.currency_code = job_currencies.currency_code;

-- The subsidiaries share one chart of accounts.
create view netsuite.accounts as
select distinct
    200 + cast(account_code as integer) // 10 as id,
    null as externalid,
    account_code as acctnumber,
    account_name as accountsearchdisplaynamecopy,
    account_name as fullname,
    case account_type
        when 'bank' then 'Bank'
        when 'receivable' then 'AcctRec'
        when 'tax_payable' then 'OthCurrLiab'
        when 'revenue' then 'Income'
        when 'payable' then 'AcctPay'
        when 'cost_of_sales' then 'COGS'
        when 'payroll_expense' then 'Expense'
        when 'expense' then 'Expense'
        when 'equity' then 'Equity'
        else 'OthExpense'
    end as accttype,
    null as sspecacct,
    null as parent,
    null as currency,
    null as description,
    case when account_type in ('bank', 'receivable', 'payable', 'tax_payable') then 'Current' else 'Average' end
        as generalrate,
    'F' as eliminate,
    'F' as issummary,
    'F' as isinactive,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as lastmodifieddate
from main.accounts
where account_type not in ('unbilled_receivable', 'contract_asset', 'contract_liability');

-- Years, quarters and months; a month closes as the canonical export says.
create view netsuite.accounting_periods as
with years as (
    select year(month_start) as year_no, min(month_start) as first_day, max(month_end) as last_day
    from main.months
    group by year(month_start)
),
quarters as (
    select
        year(month_start) as year_no,
        quarter(month_start) as quarter_no,
        min(month_start) as first_day,
        max(month_end) as last_day
    from main.months
    group by year(month_start), quarter(month_start)
),
periods as (
    select year_no as id, 'FY ' || year_no as periodname, null as parent, first_day, last_day,
        'T' as isyear, 'F' as isquarter
    from years
    union all
    select 10 * year_no + quarter_no, 'Q' || quarter_no || ' ' || year_no, year_no, first_day, last_day,
        'F', 'T'
    from quarters
    union all
    select 100 * year(month_start) + month(month_start), strftime(month_start, '%b %Y'),
        10 * year(month_start) + quarter(month_start), month_start, month_end, 'F', 'F'
    from main.months
)
select
    id,
    periodname,
    parent,
    first_day as startdate,
    last_day as enddate,
    isyear,
    isquarter,
    'F' as isadjust,
    'T' as isposting,
    case when last_day + 12 < getvariable('as_of') then 'T' else 'F' end as closed,
    case when last_day + 12 < getvariable('as_of') then last_day + 12 end as closedondate,
    case when last_day + 12 < getvariable('as_of') then 'T' else 'F' end as arlocked,
    case when last_day + 12 < getvariable('as_of') then 'T' else 'F' end as aplocked,
    case when last_day + 12 < getvariable('as_of') then 'T' else 'F' end as payrolllocked,
    case when last_day + 12 < getvariable('as_of') then 'T' else 'F' end as alllocked,
    'F' as allownonglchanges,
    'F' as isinactive,
    strftime(last_day, '%Y-%m-%d 08:00:00') as lastmodifieddate
from periods
where first_day <= getvariable('as_of');

create view netsuite.currencies as
select
    currency_id as id,
    currency_code as symbol,
    currency_name as name,
    null as exchangerate,
    2 as currencyprecision,
    case when currency_code in (select currency_code from netsuite.served_entities) then 'T' else 'F' end
        as isbasecurrency,
    'F' as isinactive,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as lastmodifieddate
from netsuite.currency_ids;

create view netsuite.currency_rates as
select
    (10 * bases.currency_id + others.currency_id) * 1000000
    + 100 * year(month_start) + month(month_start) as id,
    bases.currency_id as basecurrency,
    others.currency_id as transactioncurrency,
    month_start as effectivedate,
    rate as exchangerate,
    strftime(month_start, '%Y-%m-%d 06:00:00') as lastmodifieddate
from main.fx_rates
inner join netsuite.currency_ids as bases on fx_rates.to_code = bases.currency_code
inner join netsuite.currency_ids as others on fx_rates.from_code = others.currency_code
where
    from_code <> to_code
    and month_start <= getvariable('as_of')
    and to_code in (select currency_code from netsuite.served_entities);

-- Every line of a sale has an item; the work on a project is one of them.
create view netsuite.items as
select
    500 + product_no as id,
    product_id as externalid,
    product_code as itemid,
    product_name as displayname,
    product_code as fullname,
    'NonInvtPart' as itemtype,
    'Sale' as subtype,
    null as parent,
    null as class,
    null as department,
    610 as incomeaccount,
    product_family as description,
    'F' as isfulfillable,
    'F' as isinactive,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as createddate,
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00') as lastmodifieddate
from main.products
union all
select 599, null, 'Professional services', 'Professional services', 'Professional services', 'Service',
    'Sale', null, null, null, 600, null, 'F', 'F',
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00'),
    strftime(getvariable('first_day'), '%Y-%m-%d 08:00:00');

-- An invoice's id ends in 0, that of its payment in 1; suppliers' bills and the journals of a month,
-- payroll and expenses, are what they post.
create view netsuite.billed as
select invoices.*, subsidiary_id, currency_id,
    cast(1000000 + 10 * (hash(invoice_id) % 100000000000000) as bigint) as transaction_id
from main.invoices
inner join netsuite.served_entities using (entity_code)
inner join netsuite.currency_ids on invoices.currency_code = currency_ids.currency_code;

create view netsuite.journal_lines as
select
    gl_lines.*,
    subsidiary_id,
    currency_id,
    cast(1000005 + 10 * (hash(journal_id) % 100000000000000) as bigint) as transaction_id,
    row_number() over (partition by journal_id order by amount desc, account_code) - 1 as line_id
from main.gl_lines
inner join netsuite.served_entities using (entity_code)
inner join netsuite.currency_ids using (currency_code)
where source_type not in ('invoice', 'payment', 'accrual');

create view netsuite.transactions as
select
    transaction_id as id,
    invoice_id as externalid,
    case when net_amount < 0 then 'CustCred' else 'CustInvc' end as type,
    replace(invoice_id, '-', '/') as tranid,
    invoice_date as trandate,
    case when net_amount >= 0 then due_date end as duedate,
    100 * year(invoice_date) + month(invoice_date) as postingperiod,
    'T' as posting,
    'F' as voided,
    null as isreversal,
    100000 + client_no as entity,
    currency_id as currency,
    rate as exchangerate,
    total_amount as foreigntotal,
    case when net_amount >= 0 then open_amount end as foreignamountunpaid,
    case when net_amount >= 0 then total_amount - open_amount end as foreignamountpaid,
    case when net_amount < 0 then 0 end as foreignpaymentamountunused,
    case when net_amount < 0 then -total_amount end as foreignpaymentamountused,
    case when open_amount = 0 then 'B' else 'A' end as status,
    '2' as approvalstatus,
    contract_id as otherrefnum,
    null as memo,
    strftime(invoice_date, '%Y-%m-%d 12:00:00') as createddate,
    strftime(changed_date, '%Y-%m-%d 12:00:00') as lastmodifieddate
from netsuite.billed
union all
select
    transaction_id + 1, 'Y' || invoice_id, 'CustPymt', 'Y' || invoice_id, payment_date, null,
    100 * year(payment_date) + month(payment_date), 'T', 'F', null, 100000 + client_no, currency_id, rate,
    paid_amount, null, null, 0, paid_amount, 'C', null, null, null,
    strftime(payment_date, '%Y-%m-%d 12:00:00'), strftime(payment_date, '%Y-%m-%d 12:00:00')
from netsuite.billed
where paid_amount <> 0
union all
select
    transaction_id,
    case source_type when 'bill_payment' then journal_id else source_id end,
    case source_type when 'bill' then 'VendBill' when 'bill_payment' then 'VendPymt' else 'Journal' end,
    journal_id,
    posting_date, null, 100 * year(posting_date) + month(posting_date), 'T', 'F', 'F', null, currency_id, 1,
    amount, null, null, null, null, 'B', '2', null, source_type,
    strftime(posting_date, '%Y-%m-%d 20:00:00'), strftime(posting_date, '%Y-%m-%d 20:00:00')
from netsuite.journal_lines
where line_id = 0;

-- Each line with what it posts: debits positive, in both currencies.
create view netsuite.posted_lines as
select
    transaction_id, 0 as line_id, 'T' as mainline, 'F' as taxline, null as item, null as itemtype,
    100000 + client_no as entity, subsidiary_id, null as quantity, null as rate,
    total_amount as foreign_amount, total_functional_amount as amount, '1200' as account_code,
    null as memo, null as service_start_date, null as service_end_date,
    case when net_amount >= 0 then open_functional_amount end as amountunpaid,
    case when net_amount < 0 then 0 end as paymentamountunused,
    billed.rate as exchangerate,
    changed_date
from netsuite.billed
union all
select
    transaction_id, line_no, 'F', 'F', coalesce(500 + product_no, 599),
    case when product_no is null then 'Service' else 'NonInvtPart' end,
    coalesce(10000000 + project_no, 100000 + billed.client_no), subsidiary_id,
    -quantity, unit_price, -lines_converted.net_amount, -posted_functional_amount, account_code,
    description, service_start_date, service_end_date - 1, null, null, billed.rate,
    changed_date
from main.lines_converted
inner join netsuite.billed using (invoice_id)
left join main.products using (product_id)
union all
select
    transaction_id, 100, 'F', 'T', null, 'TaxItem', null, subsidiary_id, null, null,
    -tax_amount, -tax_functional_amount, '2200', null, null, null, null, null, rate, changed_date
from netsuite.billed
where tax_amount <> 0
union all
select
    transaction_id + 1, 0, 'T', 'F', null, null, 100000 + billed.client_no, subsidiary_id, null, null,
    billed.paid_amount, received_functional_amount, '1000', null, null, null, null, null, billed.rate,
    billed.payment_date
from netsuite.billed
inner join main.cash using (invoice_id)
union all
select
    transaction_id + 1, 1, 'F', 'F', null, null, 100000 + client_no, subsidiary_id, null, null,
    -paid_amount, -paid_functional_amount, '1200', null, null, null, null, 0, rate, payment_date
from netsuite.billed
where paid_amount <> 0
union all
select
    transaction_id + 1, 2, 'F', 'F', null, null, 100000 + billed.client_no, subsidiary_id, null, null,
    0, billed.paid_functional_amount - received_functional_amount, '7000', null, null, null, null, null,
    billed.rate, billed.payment_date
from netsuite.billed
inner join main.cash using (invoice_id)
where billed.paid_functional_amount <> received_functional_amount
union all
select
    transaction_id, line_id, 'F', 'F', null, null, 10000000 + project_no, subsidiary_id, null, null,
    amount, amount, account_code, source_type, null, null, null, null, 1, posting_date
from netsuite.journal_lines;

create view netsuite.transaction_lines as
select
    transaction_id as transaction,
    line_id as id,
    1000 * transaction_id + line_id as uniquekey,
    line_id as linesequencenumber,
    mainline,
    taxline,
    'F' as iscogs,
    item,
    itemtype,
    entity,
    subsidiary_id as subsidiary,
    null as department,
    null as class,
    null as location,
    null as expenseaccount,
    null as createdfrom,
    quantity,
    null as units,
    rate,
    foreign_amount as foreignamount,
    amount as netamount,
    memo,
    service_start_date as custcol_swe_contract_start_date,
    service_end_date as custcol_swe_contract_end_date,
    strftime(changed_date, '%Y-%m-%d 12:00:00') as lastmodifieddate
from netsuite.posted_lines;

create view netsuite.transaction_accounting_lines as
select
    transaction_id as transaction,
    line_id as transactionline,
    1 as accountingbook,
    200 + cast(account_code as integer) // 10 as account,
    'T' as posting,
    case when amount > 0 then amount end as debit,
    case when amount < 0 then -amount end as credit,
    amount,
    amount as netamount,
    amountunpaid,
    null as amountpaid,
    paymentamountunused,
    null as paymentamountused,
    exchangerate,
    strftime(changed_date, '%Y-%m-%d 12:00:00') as lastmodifieddate
from netsuite.posted_lines;

create view netsuite.transaction_links as
select
    transaction_id as previousdoc,
    0 as previousline,
    transaction_id + 1 as nextdoc,
    1 as nextline,
    'Payment' as linktype,
    'CustPymt' as nexttype,
    paid_amount as foreignamount,
    strftime(payment_date, '%Y-%m-%d 12:00:00') as lastmodifieddate
from netsuite.billed
where paid_amount <> 0
union all
select
    credited.transaction_id, 0, credits.transaction_id, 0, 'Payment', 'CustCred', credited.credited_amount,
    strftime(credits.invoice_date, '%Y-%m-%d 12:00:00')
from netsuite.billed as credited
inner join (
    select *, replace(invoice_id, 'N', 'T') as credited_invoice_id from netsuite.billed where net_amount < 0
) as credits on credited.invoice_id = credits.credited_invoice_id;
