-- What the systems of the company deliver: one view per table of the canonical contract.

create schema exports;

create view exports.clients as
select
    client_id,
    client_name,
    cast(null as varchar) as shared_id,
    'C' || lpad(cast(parent_no as varchar), 5, '0') as parent_client_id,
    email_domain,
    country_code,
    region
from main.clients
inner join main.entities using (entity_code)
order by client_id;

create view exports.contracts as
select
    contract_id,
    'HV-' || contract_id as contract_code,
    subject || ' for ' || client_name as contract_name,
    cast(null as varchar) as shared_id,
    client_id,
    client_projects.entity_code,
    client_projects.currency_code,
    case when project_type <> 'time_and_materials' then price + coalesce(agreed.amount, 0) end as agreed_amount,
    close_date as signed_date,
    start_date,
    end_date,
    case when end_date < getvariable('as_of') then 'completed' else 'active' end as state,
    opportunity_id
from main.client_projects
inner join main.clients using (client_no)
inner join main.contract_prices using (project_no)
left join (
    from main.change_orders where not is_unapproved and effective_date <= getvariable('as_of')
) as agreed using (project_no)
inner join main.deals using (contract_id)
where is_closed
union all
select
    contract_id,
    'HV-' || contract_id,
    product_name || ' for ' || client_name,
    null,
    client_id,
    subscriptions.entity_code,
    subscriptions.currency_code,
    sum(seats * unit_price),
    min(start_date) - 10,
    min(start_date),
    max(end_date) - 1,
    case when max(end_date) <= getvariable('as_of') then 'completed' else 'active' end,
    any_value(opportunity_id)
from main.subscriptions
inner join main.clients using (client_no)
inner join main.products using (product_no)
inner join main.deals using (contract_id)
where subscriptions.start_date <= getvariable('as_of')
group by contract_id, product_name, client_name, client_id, subscriptions.entity_code,
    subscriptions.currency_code
order by contract_id;

create view exports.projects as
select
    project_id,
    'HV-' || project_id as project_code,
    subject || ' for ' || client_name as project_name,
    cast(null as varchar) as shared_id,
    client_id,
    contract_id,
    sold_projects.entity_code,
    project_type,
    ['Delivery', 'Engineering', 'Design', 'Support'][1 + pick('practice', project_no, 0, 4)] as practice,
    currency_code,
    cast(budget_hours + coalesce(agreed.hours, 0) as decimal(18, 2)) as budget_hours,
    price + coalesce(agreed.amount, 0) as budget_amount,
    start_date,
    end_date,
    case when end_date < getvariable('as_of') - 30 then 'closed' else 'open' end as state
from main.sold_projects
inner join main.clients using (client_no)
inner join main.contract_prices using (project_no)
left join (
    from main.change_orders where not is_unapproved and effective_date <= getvariable('as_of')
) as agreed using (project_no)
union all
select project_id, 'HV-' || project_id, project_name, null, null, null, entity_code, project_type,
    null, null, null, null, null, null, 'open'
from main.own_projects
order by project_id;

create view exports.people as
select
    person_id,
    person_name,
    cast(null as varchar) as shared_id,
    email,
    role,
    practice,
    region,
    entity_code,
    weekly_hours as weekly_capacity_hours,
    start_date,
    end_date
from main.hired_people
inner join main.roles using (role_no)
inner join main.entities using (entity_code)
order by person_id;

create view exports.cost_rates as
select
    person_id || '-' || year_no as cost_rate_id,
    person_id,
    valid_from,
    valid_to,
    cost_rate,
    currency_code
from main.cost_rates
inner join main.people using (person_no)
order by cost_rate_id;

-- No join: it would lose the order of the entries. Time is invoiced nine days after its month.
create view exports.time_entries as
with dated as (
    select *, last_day(work_date) + 9 as invoice_date
    from main.entries
),
invoiced as (
    select
        *,
        is_billable and is_paid_by_time and approval_state = 'approved'
        and invoice_date <= getvariable('as_of') as is_invoiced
    from dated
)
select
    'T' || (100000000000 + cast(person_no as bigint) * 100000 + day_no * 10 + slot_no) as time_entry_id,
    'P' || lpad(cast(person_no as varchar), 6, '0') as person_id,
    project_id,
    task_name,
    work_date,
    cast(quarters * 0.25 as decimal(5, 2)) as hours,
    time_category,
    is_billable,
    approval_state,
    case when is_billable then bill_rate end as bill_rate,
    currency_code,
    case when is_invoiced
        then 'T' || substr(project_id, 2) || '-' || (year(work_date) * 100 + month(work_date)) || '-' || role_no
    end as invoice_line_id,
    cast(null as varchar) as note,
    case when approval_state <> 'draft' then instant(submitted_date, '17:30') end as submitted_at,
    case when approval_state = 'approved' then instant(approved_date, '09:00') end as approved_at,
    case
        when approval_state = 'draft' then instant(work_date, '18:00')
        when approval_state = 'submitted' then instant(submitted_date, '17:30')
        when is_invoiced then instant(invoice_date, '20:00')
        else instant(approved_date, '09:00')
    end as updated_at,
    person_no,
    day_no,
    slot_no,
    month_no,
    project_no,
    is_paid_by_time,
    isodow(work_date) as weekday_no
from invoiced;

create view exports.products as
select product_id, product_code, product_name, product_family from main.products order by product_id;

create view exports.opportunities as
select
    deals.opportunity_id,
    deal_name as opportunity_name,
    client_id,
    latest.stage,
    latest.amount,
    currency_code,
    latest.probability as win_probability_share,
    deal_type as opportunity_type,
    created_date,
    latest.expected_date as close_date,
    is_closed,
    is_closed and outcome_no < 3 as is_won,
    case when is_closed then project_id end as project_id,
    case when is_closed then contract_id end as contract_id,
    latest.changed_date + interval '9 hours' as updated_at
from main.deals
inner join main.clients using (client_no)
inner join (
    select * from main.deal_changes
    qualify row_number() over (partition by opportunity_id order by stage_no desc) = 1
) as latest using (opportunity_id)
order by opportunity_id;

create view exports.opportunity_changes as
select
    opportunity_change_id,
    opportunity_id,
    changed_date + interval '9 hours' as changed_at,
    stage,
    amount,
    probability as win_probability_share,
    expected_date as close_date
from main.deal_changes
order by opportunity_change_id;

create view exports.invoices as
select
    invoice_id,
    replace(invoice_id, '-', '/') as invoice_number,
    case when net_amount < 0 then 'credit_note' else 'invoice' end as invoice_type,
    case when open_amount = 0 then 'paid' else 'posted' end as state,
    entity_code,
    client_id,
    contract_id,
    invoice_date,
    due_date,
    currency_code,
    net_amount,
    tax_amount,
    total_amount,
    open_amount,
    case when currency_code <> functional_currency_code then open_functional_amount end
        as open_functional_amount,
    changed_date + interval '12 hours' as updated_at
from main.invoices
inner join main.clients using (client_no, entity_code)
order by invoice_id;

create view exports.invoice_lines as
select
    invoice_id || '-' || line_no as invoice_line_id,
    invoice_id,
    project_id,
    product_id,
    description,
    quantity,
    unit,
    unit_price,
    net_amount,
    invoice_lines.entity_code || '-' || account_code as account_id,
    service_start_date,
    service_end_date
from main.invoice_lines
left join main.client_projects using (project_no)
order by invoice_line_id;

create view exports.payments as
select
    'Y' || invoice_id as payment_id,
    invoice_id,
    payment_date,
    paid_amount as amount
from main.invoices
where paid_amount <> 0
order by payment_id;

create view exports.credit_allocations as
select
    credits.invoice_id || '-1' as credit_allocation_id,
    credits.invoice_id as credit_id,
    invoices.invoice_id,
    credits.invoice_date as allocation_date,
    invoices.credited_amount as amount
from main.invoices
inner join (
    select *, replace(invoice_id, 'N', 'T') as credited_invoice_id from main.invoices where net_amount < 0
) as credits on invoices.invoice_id = credits.credited_invoice_id
order by credit_allocation_id;

create view exports.gl_accounts as
select account_id, account_code, account_name, account_type from main.accounts order by account_id;

create view exports.gl_lines as
select
    journal_id || '-' || account_code || coalesce('-' || project_id, '')
        || '-' || row_number() over (partition by journal_id, account_code, project_id order by amount)
        as gl_line_id,
    journal_id,
    journal_id as journal_number,
    gl_lines.entity_code,
    posting_date,
    gl_lines.entity_code || '-' || account_code as account_id,
    greatest(amount, 0) as debit_amount,
    greatest(-amount, 0) as credit_amount,
    transaction_amount,
    transaction_currency_code,
    client_id,
    project_id,
    source_type,
    source_id,
    concat_ws(' ', source_type, source_id) as description,
    case source_type when 'accrual' then posting_date + 10 else coalesce(recorded_date, posting_date) end
        + interval '20 hours' as posted_at
from main.gl_lines
left join main.clients using (client_no)
left join main.client_projects using (project_no)
left join (
    select 'GV-' || vendor_bill_id as journal_id, recorded_date
    from main.vendor_bills
    where recorded_date <> bill_date
) as late_bills using (journal_id)
order by gl_line_id;

create view exports.accounting_periods as
with dated as (
    select
        entities.entity_code,
        months.*,
        case
            when closed_again_on < getvariable('as_of') then closed_again_on
            when reopened_on < getvariable('as_of') then null
            when months.month_end + 12 < getvariable('as_of') then months.month_end + 12
        end as closed_on
    from main.entities
    cross join main.months
    left join main.reopened_months
        on
            entities.entity_code = reopened_months.entity_code
            and months.month_no = reopened_months.month_no
)
select
    entity_code || '-' || period as accounting_period_id,
    entity_code,
    month_start as start_date,
    month_end as end_date,
    case when closed_on is not null then 'closed' else 'open' end as state,
    closed_on + interval '18 hours' as closed_at
from dated
where month_start <= getvariable('as_of')
order by accounting_period_id;

create view exports.fx_rates as
select
    from_code || to_code || '-' || strftime(month_start, '%Y-%m') as fx_rate_id,
    from_code as from_currency_code,
    to_code as to_currency_code,
    'spot' as rate_type,
    month_start as rate_date,
    rate as fx_rate
from main.fx_rates
where from_code <> to_code and month_start <= getvariable('as_of')
order by fx_rate_id;
