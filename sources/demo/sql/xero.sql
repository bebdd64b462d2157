-- What Xero delivers of the entities that keep their books in it: one view per table of its contract,
-- its columns under the names of Xero's API, nested ones by their path. Variable `xero_entities` lists
-- the entities. Ids are made of what they stand for; days are instants at midnight UTC.

create schema xero;

create macro xero.guid(what) as
    substr(md5(what), 1, 8) || '-' || substr(md5(what), 9, 4) || '-' || substr(md5(what), 13, 4) || '-'
    || substr(md5(what), 17, 4) || '-' || substr(md5(what), 21, 12);

create macro xero.instant(moment) as
    '/Date(' || cast(epoch_ms(cast(moment as timestamp)) as varchar) || '+0000)/';

create macro xero.day_text(moment) as strftime(moment, '%Y-%m-%dT00:00:00');

create macro xero.project_tracking(code) as
    '[{"TrackingCategoryID": "' || xero.guid('tracking Project') || '", "Name": "Project", "Option": "'
    || code || '"}]';

create view xero.served_entities as
select * from main.entities where list_contains(getvariable('xero_entities'), entity_code);

create view xero.accounts as
select
    xero.guid('account ' || account_id) as "AccountID",
    account_code as "Code",
    account_name as "Name",
    case account_type
        when 'bank' then 'BANK'
        when 'receivable' then 'CURRENT'
        when 'tax_payable' then 'CURRLIAB'
        when 'revenue' then 'REVENUE'
        when 'payroll_expense' then 'WAGESEXPENSE'
        when 'payable' then 'CURRLIAB'
        when 'cost_of_sales' then 'DIRECTCOSTS'
        when 'equity' then 'EQUITY'
        else 'EXPENSE'
    end as "Type",
    case
        when account_type in ('bank', 'receivable') then 'ASSET'
        when account_type in ('tax_payable', 'payable') then 'LIABILITY'
        when account_type = 'revenue' then 'REVENUE'
        when account_type = 'equity' then 'EQUITY'
        else 'EXPENSE'
    end as "Class",
    'ACTIVE' as "Status",
    null as "Description",
    null as "BankAccountNumber",
    case when account_type = 'bank' then 'BANK' end as "BankAccountType",
    case when account_type = 'bank' then currency_code end as "CurrencyCode",
    'NONE' as "TaxType",
    account_type = 'bank' as "EnablePaymentsToAccount",
    false as "ShowInExpenseClaims",
    case account_type
        when 'receivable' then 'DEBTORS'
        when 'tax_payable' then 'GST'
        when 'fx_result' then 'REALISEDCURRENCYGAIN'
    end as "SystemAccount",
    null as "ReportingCode",
    null as "ReportingCodeName",
    false as "HasAttachments",
    false as "AddToWatchlist",
    xero.instant(getvariable('first_day')) as "UpdatedDateUTC"
from main.accounts
inner join xero.served_entities using (entity_code)
where account_type not in ('unbilled_receivable', 'contract_asset', 'contract_liability');

create view xero.contacts as
select
    xero.guid('contact ' || client_id) as "ContactID",
    null as "MergedToContactID",
    client_id as "ContactNumber",
    null as "AccountNumber",
    'ACTIVE' as "ContactStatus",
    client_name as "Name",
    null as "FirstName",
    null as "LastName",
    null as "CompanyNumber",
    'accounts@' || email_domain as "EmailAddress",
    '[]' as "ContactPersons",
    null as "BankAccountDetails",
    null as "TaxNumber",
    null as "TaxNumberType",
    null as "AccountsReceivableTaxType",
    null as "AccountsPayableTaxType",
    '[]' as "Addresses",
    '[]' as "Phones",
    false as "IsSupplier",
    true as "IsCustomer",
    null as "SalesDefaultLineAmountType",
    null as "PurchasesDefaultLineAmountType",
    currency_code as "DefaultCurrency",
    null as "XeroNetworkKey",
    null as "SalesDefaultAccountCode",
    null as "PurchasesDefaultAccountCode",
    null as "SalesTrackingCategories",
    null as "PurchasesTrackingCategories",
    null as "TrackingCategoryName",
    null as "TrackingCategoryOption",
    null as "PaymentTerms",
    '[]' as "ContactGroups",
    'https://' || email_domain as "Website",
    null as "BrandingTheme",
    null as "Discount",
    null as "Balances",
    false as "HasAttachments",
    xero.instant(getvariable('first_day')) as "UpdatedDateUTC"
from main.clients
inner join xero.served_entities using (entity_code);

-- Xero divides by a document's rate. The ledger rounds each line, so the rate is the one that turns
-- what is open into what the ledger has open.
create view xero.billed as
select
    invoices.*,
    client_id,
    client_name,
    round(
        case
            when open_amount <> 0 then cast(open_amount as double) / cast(open_functional_amount as double)
            else 1 / cast(rate as double)
        end,
        12
    ) as currency_rate,
    changed_date + interval '12 hours' as updated_at
from main.invoices
inner join xero.served_entities using (entity_code)
inner join main.clients using (client_no, entity_code);

create view xero.invoices as
select
    xero.guid('invoice ' || invoice_id) as "InvoiceID",
    'ACCREC' as "Type",
    replace(invoice_id, '-', '/') as "InvoiceNumber",
    contract_id as "Reference",
    case when open_amount = 0 then 'PAID' else 'AUTHORISED' end as "Status",
    xero.guid('contact ' || client_id) as "Contact.ContactID",
    client_name as "Contact.Name",
    xero.instant(invoice_date) as "Date",
    xero.day_text(invoice_date) as "DateString",
    xero.instant(due_date) as "DueDate",
    xero.day_text(due_date) as "DueDateString",
    null as "ExpectedPaymentDate",
    null as "PlannedPaymentDate",
    case when open_amount = 0 then xero.instant(changed_date) end as "FullyPaidOnDate",
    'Exclusive' as "LineAmountTypes",
    net_amount as "SubTotal",
    tax_amount as "TotalTax",
    total_amount as "Total",
    null as "TotalDiscount",
    open_amount as "AmountDue",
    paid_amount as "AmountPaid",
    credited_amount as "AmountCredited",
    null as "CISDeduction",
    null as "CISRate",
    currency_code as "CurrencyCode",
    currency_rate as "CurrencyRate",
    null as "BrandingThemeID",
    null as "RepeatingInvoiceID",
    null as "Url",
    true as "SentToContact",
    false as "HasAttachments",
    false as "IsDiscounted",
    xero.instant(updated_at) as "UpdatedDateUTC"
from xero.billed
where net_amount >= 0;

-- Each line of what was invoiced or credited, its amounts without the sign of a credit.
create view xero.billed_lines as
select
    lines_converted.invoice_id,
    billed.net_amount < 0 as is_credit,
    billed.updated_at,
    xero.guid('line ' || lines_converted.invoice_id || ' ' || line_no) as "LineItemID",
    description as "Description",
    sign * quantity as "Quantity",
    unit_price as "UnitAmount",
    sign * lines_converted.net_amount as "LineAmount",
    cast(round(sign * lines_converted.net_amount * tax_percent * 0.01, 2) as decimal(18, 2)) as "TaxAmount",
    'OUTPUT' as "TaxType",
    null as "DiscountRate",
    null as "DiscountAmount",
    product_code as "ItemCode",
    '{"Code": "' || product_code || '", "Name": "' || product_name || '"}' as "Item",
    product_name as "Item.Name",
    xero.guid('account ' || lines_converted.entity_code || '-' || account_code) as "AccountID",
    account_code as "AccountCode",
    coalesce(xero.project_tracking('HV-' || project_id), '[]') as "Tracking",
    'HV-' || project_id as "Tracking[Name=Project].Option",
    null as "RepeatingInvoiceID"
from main.lines_converted
inner join xero.billed using (invoice_id)
inner join (values (true, -1), (false, 1)) as signs (is_negative, sign)
    on signs.is_negative = (billed.net_amount < 0)
inner join xero.served_entities on lines_converted.entity_code = served_entities.entity_code
left join main.sold_projects as client_projects using (project_no)
left join main.products using (product_id);

create view xero.invoice_line_items as
select
    xero.guid('invoice ' || invoice_id) as "InvoiceID",
    xero.instant(updated_at) as "InvoiceUpdatedDateUTC",
    * exclude (invoice_id, is_credit, updated_at)
from xero.billed_lines
where not is_credit;

create view xero.payments as
select
    xero.guid('payment ' || invoice_id) as "PaymentID",
    null as "BatchPaymentID",
    xero.instant(payment_date) as "Date",
    billed.paid_amount as "Amount",
    received_functional_amount as "BankAmount",
    round(cast(billed.paid_amount as double) / cast(received_functional_amount as double), 12)
        as "CurrencyRate",
    'ACCRECPAYMENT' as "PaymentType",
    'AUTHORISED' as "Status",
    null as "Reference",
    true as "IsReconciled",
    true as "HasAccount",
    xero.guid('account ' || billed.entity_code || '-1000') as "Account.AccountID",
    '1000' as "Account.Code",
    xero.guid('invoice ' || invoice_id) as "Invoice.InvoiceID",
    replace(invoice_id, '-', '/') as "Invoice.InvoiceNumber",
    'ACCREC' as "Invoice.Type",
    billed.currency_code as "Invoice.CurrencyCode",
    xero.guid('contact ' || client_id) as "Invoice.Contact.ContactID",
    client_name as "Invoice.Contact.Name",
    null as "CreditNote.CreditNoteID",
    null as "CreditNoteNumber",
    null as "BankAccountNumber",
    null as "Particulars",
    null as "Details",
    xero.instant(billed.payment_date + interval '12 hours') as "UpdatedDateUTC"
from xero.billed
inner join (select invoice_id, received_functional_amount from main.cash) as cash using (invoice_id);

-- A credit note is applied to its invoice at once.
create view xero.credit_notes as
select
    xero.guid('invoice ' || invoice_id) as "CreditNoteID",
    'ACCRECCREDIT' as "Type",
    replace(invoice_id, '-', '/') as "CreditNoteNumber",
    contract_id as "Reference",
    'PAID' as "Status",
    xero.guid('contact ' || client_id) as "Contact.ContactID",
    client_name as "Contact.Name",
    xero.instant(invoice_date) as "Date",
    xero.day_text(invoice_date) as "DateString",
    xero.instant(due_date) as "DueDate",
    xero.day_text(due_date) as "DueDateString",
    xero.instant(invoice_date) as "FullyPaidOnDate",
    'Exclusive' as "LineAmountTypes",
    -net_amount as "SubTotal",
    -tax_amount as "TotalTax",
    -total_amount as "Total",
    0.00 as "RemainingCredit",
    -total_amount as "AppliedAmount",
    null as "CISDeduction",
    null as "CISRate",
    currency_code as "CurrencyCode",
    currency_rate as "CurrencyRate",
    null as "BrandingThemeID",
    true as "SentToContact",
    false as "HasAttachments",
    xero.instant(updated_at) as "UpdatedDateUTC"
from xero.billed
where net_amount < 0;

create view xero.credit_note_line_items as
select
    xero.guid('invoice ' || invoice_id) as "CreditNoteID",
    xero.instant(updated_at) as "CreditNoteUpdatedDateUTC",
    * exclude (invoice_id, is_credit, updated_at)
from xero.billed_lines
where is_credit;

create view xero.credit_note_allocations as
select
    xero.guid('invoice ' || credit_id) as "CreditNoteID",
    'ACCRECCREDIT' as "CreditNoteType",
    xero.instant(allocation_date + interval '12 hours') as "CreditNoteUpdatedDateUTC",
    xero.guid('allocation ' || credit_id) as "AllocationID",
    xero.guid('invoice ' || invoice_id) as "Invoice.InvoiceID",
    replace(invoice_id, '-', '/') as "Invoice.InvoiceNumber",
    xero.instant(allocation_date) as "Date",
    amount as "Amount",
    false as "IsDeleted"
from exports.credit_allocations
inner join xero.billed using (invoice_id);

create view xero.overpayments as
select
    null as "OverpaymentID", null as "Type", null as "Reference", null as "Status",
    null as "Contact.ContactID", null as "Contact.Name", null as "Date", null as "DateString",
    null as "LineAmountTypes", null as "SubTotal", null as "TotalTax", null as "Total",
    null as "RemainingCredit", null as "CurrencyCode", null as "CurrencyRate",
    null as "HasAttachments", null as "UpdatedDateUTC"
where false;

create view xero.overpayment_allocations as
select
    null as "OverpaymentID", null as "OverpaymentType", null as "OverpaymentUpdatedDateUTC",
    null as "AllocationID", null as "Invoice.InvoiceID", null as "Invoice.InvoiceNumber",
    null as "Date", null as "Amount", null as "IsDeleted"
where false;

create view xero.prepayment_allocations as
select
    null as "PrepaymentID", null as "PrepaymentType", null as "PrepaymentUpdatedDateUTC",
    null as "AllocationID", null as "Invoice.InvoiceID", null as "Invoice.InvoiceNumber",
    null as "Date", null as "Amount", null as "IsDeleted"
where false;

-- Xero numbers journals in the order in which they were posted.
create view xero.journals as
select
    xero.guid('journal ' || journal_id) as "JournalID",
    row_number() over (order by posting_date, journal_id) as "JournalNumber",
    xero.instant(posting_date) as "JournalDate",
    xero.instant(posting_date + interval '20 hours') as "CreatedDateUTC",
    replace(source_id, '-', '/') as "Reference",
    xero.guid(
        case when source_type in ('invoice', 'payment') then source_type || ' ' || source_id
            else 'journal ' || journal_id end
    )
        as "SourceID",
    case
        when source_type not in ('invoice', 'payment') then 'MANJOURNAL'
        when source_type = 'payment' then 'ACCRECPAYMENT'
        when is_credit then 'ACCRECCREDIT'
        else 'ACCREC'
    end as "SourceType"
from (
    select
        journal_id,
        posting_date,
        source_type,
        source_id,
        source_type = 'invoice'
        and sum(case when account_code = '1200' then amount else 0 end) < 0 as is_credit
    from main.gl_lines
    inner join xero.served_entities using (entity_code)
    where source_type <> 'accrual'
    group by journal_id, posting_date, source_type, source_id
) as posted;

create view xero.journal_lines as
select
    journals."JournalID",
    xero.guid('journal line ' || gl_lines.journal_id || ' ' || place) as "JournalLineID",
    journals."JournalNumber",
    journals."JournalDate",
    journals."CreatedDateUTC" as "JournalCreatedDateUTC",
    journals."SourceID",
    journals."SourceType",
    accounts."AccountID",
    accounts."Code" as "AccountCode",
    accounts."Type" as "AccountType",
    accounts."Name" as "AccountName",
    null as "Description",
    gl_lines.amount as "NetAmount",
    gl_lines.amount as "GrossAmount",
    0.00 as "TaxAmount",
    null as "TaxType",
    null as "TaxName",
    coalesce(xero.project_tracking('HV-' || project_id), '[]') as "TrackingCategories"
from (
    select
        *,
        row_number() over (partition by journal_id order by account_code, project_no, amount) as place
    from main.gl_lines
    inner join xero.served_entities using (entity_code)
    where source_type <> 'accrual'
) as gl_lines
inner join xero.journals on xero.guid('journal ' || gl_lines.journal_id) = journals."JournalID"
inner join xero.accounts
    on xero.guid('account ' || gl_lines.entity_code || '-' || gl_lines.account_code) = accounts."AccountID"
left join main.sold_projects as client_projects using (project_no);

create view xero.currencies as
select distinct billed.currency_code as "Code", billed.currency_code as "Description" from xero.billed
union
select currency_code, currency_code from xero.served_entities;
