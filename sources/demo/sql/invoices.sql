-- What was invoiced, credited and paid. Amounts are whole cents; currency is the contract's.

-- What some contracts for time may not exceed: a half of them will come that far, and earn no more.
create table caps as
with worth as (
    select project_no, sum(quarters * cast(bill_rate as bigint)) as price_of_quarters
    from all_entries
    where is_paid_by_time and is_billable
    group by project_no
)
select
    project_no,
    cast(
        case
            when happens('cap bites', project_no, 0, 500)
                then greatest(1, coalesce(price_of_quarters, 0) * 8 // 40000) * 1000
            else greatest(price * 1.1, (coalesce(price_of_quarters, 0) + 3999) // 4000 * 1000)
        end as decimal(18, 2)
    ) as amount
from client_projects
inner join contract_prices using (project_no)
left join worth using (project_no)
where project_type = 'time_and_materials' and happens('capped', project_no, 0, 300);

create table time_invoices as
select
    client_projects.project_no,
    months.month_no,
    months.month_start,
    months.month_end + 9 as invoice_date,
    months.period,
    replace(client_projects.project_id, 'J', 'T') || '-' || replace(months.period, '-', '') as invoice_id
from client_projects
inner join months
    on months.month_start >= client_projects.start_date and months.month_start <= client_projects.end_date
where
    client_projects.project_type = 'time_and_materials'
    and months.month_end + 9 <= getvariable('as_of');

create table billed_time as
select project_no, month_no, role_no, sum(quarters) as quarters
from entries
inner join time_invoices using (project_no, month_no)
where is_billable and approval_state = 'approved'
group by project_no, month_no, role_no;

-- What is taken off an invoice for time: what is beyond the contract's maximum; and of one in 25 of the
-- others a tenth that the client would not have paid.
create table time_reductions as
with worth as (
    select project_no, month_no, sum(quarters * cast(bill_rate as bigint) * 25) as cents
    from billed_time
    inner join bill_rates using (project_no, role_no)
    group by project_no, month_no
),
until_month as (
    select
        *,
        sum(cents) over (partition by project_no order by month_no) as cents_until,
        cast(amount * 100 as bigint) as cap_cents
    from worth
    left join caps using (project_no)
),
reduced as (
    select
        project_no,
        month_no,
        cents,
        coalesce(
            greatest(0, cents_until - cap_cents) - greatest(0, cents_until - cents - cap_cents), 0
        ) as over_cap_cents,
        case when over_cap_cents = 0 and happens('agreed down', project_no, month_no, 40)
            then cents // 10 else 0 end as write_down_cents
    from until_month
)
select
    project_no,
    month_no,
    91 as line_no,
    'Beyond the agreed maximum' as description,
    cast(over_cap_cents * 0.01 as decimal(18, 2)) as amount
from reduced
where over_cap_cents > 0
union all
select project_no, month_no, 92, 'Reduction as agreed', cast(write_down_cents * 0.01 as decimal(18, 2))
from reduced
where write_down_cents > 0;

create table invoice_lines as
with lines as (
    select
        time_invoices.invoice_id,
        time_invoices.invoice_date,
        client_projects.project_no,
        cast(null as varchar) as product_id,
        client_projects.client_no,
        client_projects.contract_id,
        client_projects.entity_code,
        client_projects.currency_code,
        billed_time.role_no as line_no,
        roles.role || ', ' || time_invoices.period as description,
        cast(billed_time.quarters * 0.25 as decimal(18, 2)) as quantity,
        'hour' as unit,
        cast(bill_rates.bill_rate as decimal(18, 2)) as unit_price,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date,
        '4000' as account_code
    from billed_time
    inner join time_invoices using (project_no, month_no)
    inner join client_projects using (project_no)
    inner join bill_rates using (project_no, role_no)
    inner join roles using (role_no)
    union all
    select
        invoice_id,
        invoice_date,
        client_projects.project_no,
        null,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        line_no,
        description || ', ' || period,
        -1,
        'piece',
        amount,
        null,
        null,
        '4000'
    from time_reductions
    inner join time_invoices using (project_no, month_no)
    inner join client_projects using (project_no)
    union all
    -- A fee in three parts; milestones in four; the last part is what is left.
    select
        replace(client_projects.project_id, 'J', 'F') || '-' || parts.part_no,
        case when part_no = 1 and is_paid_down then client_projects.start_date
            else last_day(
                cast(client_projects.start_date
                    + to_months(cast((client_projects.length_months - 1) * (part_no - 1) // (parts - 1) as integer))
                    as date)
            )
        end as invoice_date,
        client_projects.project_no,
        null,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        1,
        case
            when project_type = 'milestone' then 'Milestone ' || parts.part_no
            when part_no = 1 and is_paid_down then 'Down-payment'
            else 'Instalment ' || parts.part_no
        end,
        1,
        'piece',
        case when part_no < parts then cast(price * share_percent * 0.01 as decimal(18, 2))
            else price - (parts - 1) * cast(price * share_percent * 0.01 as decimal(18, 2)) end,
        null,
        null,
        '4000'
    from client_projects
    inner join contract_prices using (project_no)
    inner join (values
        ('fixed_fee', 3, 1, 30), ('fixed_fee', 3, 2, 30), ('fixed_fee', 3, 3, 30),
        ('milestone', 4, 1, 25), ('milestone', 4, 2, 25), ('milestone', 4, 3, 25), ('milestone', 4, 4, 25)
    ) as parts (project_type, parts, part_no, share_percent) using (project_type)
    union all
    -- An approved change is invoiced with the end of the project, an earned bonus after it.
    select
        replace(client_projects.project_id, 'J', 'F') || '-C',
        end_date,
        client_projects.project_no,
        null,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        1,
        'Change order',
        1,
        'piece',
        change_orders.amount,
        null,
        null,
        '4000'
    from client_projects
    inner join change_orders using (project_no)
    where not is_unapproved
    union all
    select
        replace(client_projects.project_id, 'J', 'F') || '-B',
        end_date + 15,
        client_projects.project_no,
        null,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        1,
        'Bonus for delivery on time',
        1,
        'piece',
        bonuses.amount,
        null,
        null,
        '4000'
    from client_projects
    inner join bonuses using (project_no)
    where is_earned
    union all
    -- A managed service is invoiced in advance, on the first of each month.
    select
        replace(client_projects.project_id, 'J', 'S') || '-' || replace(months.period, '-', ''),
        months.month_start,
        client_projects.project_no,
        null,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        1,
        'Service, ' || months.period,
        1,
        'month',
        case when months.month_end < end_date
            then cast(contract_prices.price as bigint) // client_projects.length_months
            else price - (client_projects.length_months - 1)
                * (cast(contract_prices.price as bigint) // client_projects.length_months) end,
        months.month_start,
        months.month_end + 1,
        '4000'
    from client_projects
    inner join contract_prices using (project_no)
    inner join months
        on months.month_start >= client_projects.start_date and months.month_start <= client_projects.end_date
    where client_projects.project_type = 'managed_service'
    union all
    -- A subscription is invoiced in advance, once for each year.
    select
        contract_id || '-' || (term_no + 1),
        start_date,
        null,
        product_id,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        1,
        'Subscription, ' || seats || ' seats',
        seats,
        'year',
        unit_price,
        start_date,
        end_date,
        '4100'
    from subscriptions
)
select *, cast(round(quantity * unit_price, 2) as decimal(18, 2)) as net_amount
from lines
where invoice_date <= getvariable('as_of') and invoice_date >= getvariable('first_day');

-- Two in a hundred invoices for time, of those that nothing was taken off, get a tenth of their first line
-- credited before they are paid.
insert into invoice_lines
select
    replace(invoice_id, 'T', 'N'),
    invoice_date + 20,
    project_no,
    product_id,
    client_no,
    contract_id,
    entity_code,
    currency_code,
    1,
    'Credit for ' || invoice_id,
    -1,
    'piece',
    cast(round(net_amount * 0.1, 2) as decimal(18, 2)),
    null,
    null,
    account_code,
    -cast(round(net_amount * 0.1, 2) as decimal(18, 2))
from invoice_lines
where
    starts_with(invoice_id, 'T')
    and line_no = (
        select min(others.line_no) from invoice_lines as others
        where others.invoice_id = invoice_lines.invoice_id
    )
    and not exists (
        from invoice_lines as others where others.invoice_id = invoice_lines.invoice_id and line_no > 90
    )
    and happens('credited', project_no, year(invoice_date) * 12 + month(invoice_date), 20)
    and invoice_date + 20 <= getvariable('as_of');

create table lines_converted as
select
    invoice_lines.*,
    entities.currency_code as functional_currency_code,
    cast(round(net_amount * functional.rate, 2) as decimal(18, 2)) as posted_functional_amount,
    net_amount * functional.rate as net_functional_amount,
    net_amount * reporting.rate as net_reporting_amount
from invoice_lines
inner join entities using (entity_code)
inner join fx_rates as functional
    on
        invoice_lines.currency_code = functional.from_code
        and entities.currency_code = functional.to_code
        and date_trunc('month', invoice_lines.invoice_date) = functional.month_start
inner join fx_rates as reporting
    on
        invoice_lines.currency_code = reporting.from_code
        and reporting.to_code = 'EUR'
        and date_trunc('month', invoice_lines.invoice_date) = reporting.month_start;

create table invoices as
with summed as (
    select
        invoice_id,
        invoice_date,
        client_no,
        contract_id,
        entity_code,
        currency_code,
        functional_currency_code,
        sum(net_amount) as net_amount,
        sum(posted_functional_amount) as net_functional_amount
    from lines_converted
    group by all
),
taxed as (
    select
        summed.*,
        cast(round(net_amount * tax_percent * 0.01, 2) as decimal(18, 2)) as tax_amount,
        rates.rate,
        cast(hash(invoice_id) % 1000000007 as bigint) as invoice_no
    from summed
    inner join entities using (entity_code)
    inner join fx_rates as rates
        on
            summed.currency_code = rates.from_code
            and summed.functional_currency_code = rates.to_code
            and date_trunc('month', summed.invoice_date) = rates.month_start
),
settled as materialized (
    select
        *,
        cast(round(tax_amount * rate, 2) as decimal(18, 2)) as tax_functional_amount,
        net_amount + tax_amount as total_amount,
        invoice_date + 30 as due_date,
        -- What comes to nothing is cleared at once: its lines, each converted, may leave a cent.
        case
            when net_amount = 0 then invoice_date
            else invoice_date + 25 + pick('paid after', invoice_no, 0, 50)
        end as payment_date,
        case
            when net_amount < 0 or happens('disputed', invoice_no, 0, 20) then 0
            when happens('paid in part', invoice_no, 0, 50) then 1
            else 2
        end as payment
    from taxed
),
-- A credit is applied to the invoice that it is for, all of it and at once.
credited as (
    select
        settled.*,
        settled.net_functional_amount + settled.tax_functional_amount as total_functional_amount,
        credits.invoice_date as credited_date,
        case when settled.net_amount < 0 then settled.total_amount else coalesce(-credits.total_amount, 0) end
            as credited_amount,
        case when settled.net_amount < 0
            then settled.net_functional_amount + settled.tax_functional_amount
            else coalesce(-credits.net_functional_amount - credits.tax_functional_amount, 0) end
            as credited_functional_amount
    from settled
    left join (
        select *, replace(invoice_id, 'N', 'T') as credited_invoice_id from settled where net_amount < 0
    ) as credits on settled.invoice_id = credits.credited_invoice_id
),
paid as (
    select
        *,
        case
            when payment_date > getvariable('as_of') or payment = 0 then 0
            when payment = 1 then cast(round(total_amount * 0.5, 2) as decimal(18, 2))
            else total_amount - credited_amount
        end as paid_amount
    from credited
),
cleared as (
    select
        *,
        total_amount - credited_amount - paid_amount as open_amount,
        case
            when open_amount = 0 then total_functional_amount - credited_functional_amount
            else cast(round(paid_amount * rate, 2) as decimal(18, 2))
        end as paid_functional_amount
    from paid
)
select
    *,
    total_functional_amount - credited_functional_amount - paid_functional_amount as open_functional_amount,
    greatest(invoice_date, credited_date, case when paid_amount <> 0 then payment_date end) as changed_date
from cleared;
