-- What Harvest delivers of the entities that record their time in it: one view per table of its
-- contract, its columns under the names of Harvest's API, nested ones by their path. Variable
-- `harvest_entities` lists the entities of one account; another account is another list.
-- A project's code is the one that the other systems know it by, the kind of work is its task, and
-- approval closes and locks an entry. Each project names its own currency as its client's: Harvest
-- has no other place for it.

create schema harvest;

create macro harvest.instant(moment) as strftime(cast(moment as timestamp), '%Y-%m-%dT%H:%M:%SZ');

create macro harvest.project_id(project_no) as
    case when project_no > 0 then 14000000 + project_no else 14900000 - project_no end;

create view harvest.served_entities as
with numbered as (
    select *, row_number() over (order by entity_code) as entity_no from main.entities
)
select *, 5900000 + entity_no as own_client_id
from numbered
where list_contains(getvariable('harvest_entities'), entity_code);

create view harvest.kinds as
select * from (values
    ('delivery', 8000001, 'Delivery', true),
    ('governance', 8000002, 'Governance', false),
    ('internal', 8000003, 'Administration', false),
    ('leave', 8000004, 'Leave', false),
    ('bench', 8000005, 'Bench', false),
    ('presales', 8000006, 'Pre-sales', false),
    ('product', 8000007, 'Product development', false)
) as t (time_category, task_id, task_name, is_billable);

create view harvest.served_projects as
select
    project_no,
    harvest.project_id(project_no) as id,
    5000000 + client_no as client_id,
    client_name,
    client_projects.currency_code,
    subject || ' for ' || client_name as project_name,
    'HV-' || project_id as code,
    true as is_billable,
    project_type <> 'time_and_materials' as is_fixed_fee,
    budget_hours,
    price,
    start_date,
    end_date
from main.sold_projects as client_projects
inner join main.clients using (client_no)
inner join main.contract_prices using (project_no)
inner join harvest.served_entities on client_projects.entity_code = served_entities.entity_code
union all
select project_no, harvest.project_id(project_no), own_client_id, entity_name, currency_code, project_name,
    'HV-' || project_id, false, false, null, null, null, null
from main.own_projects
inner join harvest.served_entities using (entity_code);

create view harvest.clients as
select
    5000000 + client_no as id,
    client_name as name,
    true as is_active,
    cast(null as varchar) as address,
    cast(null as varchar) as statement_key,
    currency_code as currency,
    harvest.instant(getvariable('first_day')) as created_at,
    harvest.instant(getvariable('first_day')) as updated_at
from main.clients
inner join harvest.served_entities using (entity_code)
union all
select own_client_id, entity_name, true, null, null, currency_code,
    harvest.instant(getvariable('first_day')), harvest.instant(getvariable('first_day'))
from harvest.served_entities
order by id;

create view harvest.projects as
select
    id,
    client_id as "client.id",
    client_name as "client.name",
    currency_code as "client.currency",
    project_name as name,
    code,
    coalesce(end_date >= getvariable('as_of') - 30, true) as is_active,
    is_billable,
    is_fixed_fee,
    case when is_billable then 'People' else 'none' end as bill_by,
    cast(null as decimal(18, 2)) as hourly_rate,
    budget_hours as budget,
    case when budget_hours is null then 'none' else 'project' end as budget_by,
    false as budget_is_monthly,
    false as notify_when_over_budget,
    cast(null as decimal(5, 2)) as over_budget_notification_percentage,
    cast(null as date) as over_budget_notification_date,
    false as show_budget_to_all,
    cast(null as decimal(18, 2)) as cost_budget,
    false as cost_budget_include_expenses,
    case when is_fixed_fee then price end as fee,
    cast(null as varchar) as notes,
    start_date as starts_on,
    end_date as ends_on,
    harvest.instant(coalesce(start_date, getvariable('first_day'))) as created_at,
    harvest.instant(coalesce(start_date, getvariable('first_day'))) as updated_at
from harvest.served_projects
order by id;

create view harvest.tasks as
select
    task_id as id,
    task_name as name,
    is_billable as billable_by_default,
    cast(null as decimal(18, 2)) as default_hourly_rate,
    is_billable as is_default,
    true as is_active,
    harvest.instant(getvariable('first_day')) as created_at,
    harvest.instant(getvariable('first_day')) as updated_at
from harvest.kinds
order by id;

create view harvest.users as
select
    1800000 + people.person_no as id,
    split_part(person_name, ' ', 1) as first_name,
    split_part(person_name, ' ', 2) as last_name,
    email,
    cast(null as varchar) as telephone,
    case entity_code when 'HV-DE' then 'Berlin' when 'HV-UK' then 'London'
        else 'Eastern Time (US & Canada)' end as timezone,
    false as has_access_to_all_future_projects,
    false as is_contractor,
    end_date is null as is_active,
    weekly_hours * 3600 as weekly_capacity,
    cast(null as decimal(18, 2)) as default_hourly_rate,
    latest.cost_rate,
    '["' || role || '"]' as roles,
    '["member"]' as access_roles,
    cast(null as varchar) as avatar_url,
    harvest.instant(start_date) as created_at,
    harvest.instant(coalesce(end_date, start_date)) as updated_at
from main.hired_people as people
inner join main.roles using (role_no)
inner join harvest.served_entities using (entity_code)
inner join main.cost_rates as latest
    on people.person_no = latest.person_no and latest.year_no = year(getvariable('as_of'))
order by id;

create view harvest.cost_rates as
select
    1800000 + people.person_no as user_id,
    cast(people.person_no as bigint) * 10000 + year_no as id,
    cost_rate as amount,
    valid_from as start_date,
    valid_to as end_date,
    harvest.instant(coalesce(valid_from, getvariable('first_day'))) as created_at,
    harvest.instant(coalesce(valid_from, getvariable('first_day'))) as updated_at
from main.cost_rates
inner join main.hired_people as people using (person_no)
inner join harvest.served_entities using (entity_code)
order by user_id, id;

create view harvest.time_entries as
select
    cast(entries.person_no as bigint) * 100000 + entries.day_no * 10 + entries.slot_no as id,
    entries.work_date as spent_date,
    1800000 + entries.person_no as "user.id",
    people.person_name as "user.name",
    served_projects.client_id as "client.id",
    served_projects.client_name as "client.name",
    served_projects.id as "project.id",
    served_projects.project_name as "project.name",
    kinds.task_id as "task.id",
    kinds.task_name as "task.name",
    cast(null as varchar) as user_assignment,
    cast(null as varchar) as task_assignment,
    cast(null as varchar) as "external_reference.id",
    cast(null as varchar) as "external_reference.group_id",
    cast(null as varchar) as "external_reference.permalink",
    cast(null as varchar) as "external_reference.service",
    cast(null as varchar) as "invoice.id",
    cast(null as varchar) as "invoice.number",
    cast(quarters * 0.25 as decimal(5, 2)) as hours,
    cast(quarters * 0.25 as decimal(5, 2)) as hours_without_timer,
    cast(quarters * 0.25 as decimal(5, 2)) as rounded_hours,
    cast(null as varchar) as notes,
    approval_state = 'approved' as is_locked,
    case when approval_state = 'approved' then 'Item Approved and Locked for this Time Period' end
        as locked_reason,
    approval_state = 'approved' as is_closed,
    false as is_billed,
    cast(null as varchar) as timer_started_at,
    cast(null as varchar) as started_time,
    cast(null as varchar) as ended_time,
    false as is_running,
    entries.is_billable as billable,
    served_projects.is_billable as budgeted,
    case when entries.is_billable then bill_rate end as billable_rate,
    cost_rates.cost_rate,
    harvest.instant(work_date + interval '18 hours') as created_at,
    harvest.instant(
        case approval_state
            when 'draft' then work_date + interval '18 hours'
            when 'submitted' then submitted_date + interval '17 hours 30 minutes'
            else approved_date + interval '9 hours'
        end
    ) as updated_at
from main.entries
inner join harvest.served_projects using (project_no)
inner join main.hired_people as people on entries.person_no = people.person_no
inner join main.cost_rates
    on entries.person_no = cost_rates.person_no and year(entries.work_date) = cost_rates.year_no
inner join harvest.kinds using (time_category);

-- Invoices are written elsewhere: the account has none.
create view harvest.invoices as
select
    cast(null as varchar) as id,
    cast(null as varchar) as "client.id",
    cast(null as varchar) as "client.name",
    cast(null as varchar) as "estimate.id",
    cast(null as varchar) as "retainer.id",
    cast(null as varchar) as "creator.id",
    cast(null as varchar) as "creator.name",
    cast(null as varchar) as client_key,
    cast(null as varchar) as number,
    cast(null as varchar) as purchase_order,
    cast(null as decimal(18, 2)) as amount,
    cast(null as decimal(18, 2)) as due_amount,
    cast(null as decimal(18, 2)) as tax,
    cast(null as decimal(18, 2)) as tax_amount,
    cast(null as decimal(18, 2)) as tax2,
    cast(null as decimal(18, 2)) as tax2_amount,
    cast(null as decimal(18, 2)) as discount,
    cast(null as decimal(18, 2)) as discount_amount,
    cast(null as varchar) as subject,
    cast(null as varchar) as notes,
    cast(null as varchar) as currency,
    cast(null as varchar) as state,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    cast(null as date) as issue_date,
    cast(null as date) as due_date,
    cast(null as varchar) as payment_term,
    cast(null as varchar) as payment_options,
    cast(null as varchar) as sent_at,
    cast(null as varchar) as paid_at,
    cast(null as date) as paid_date,
    cast(null as varchar) as closed_at,
    cast(null as varchar) as recurring_invoice_id,
    cast(null as varchar) as created_at,
    cast(null as varchar) as updated_at
where false;

create view harvest.invoice_line_items as
select
    cast(null as varchar) as invoice_id,
    cast(null as varchar) as id,
    cast(null as varchar) as invoice_updated_at,
    cast(null as varchar) as "project.id",
    cast(null as varchar) as "project.name",
    cast(null as varchar) as "project.code",
    cast(null as varchar) as kind,
    cast(null as varchar) as description,
    cast(null as decimal(18, 2)) as quantity,
    cast(null as decimal(18, 2)) as unit_price,
    cast(null as decimal(18, 2)) as amount,
    cast(null as boolean) as taxed,
    cast(null as boolean) as taxed2
where false;

create view harvest.invoice_payments as
select
    cast(null as varchar) as invoice_id,
    cast(null as varchar) as id,
    cast(null as varchar) as invoice_updated_at,
    cast(null as decimal(18, 2)) as amount,
    cast(null as varchar) as paid_at,
    cast(null as date) as paid_date,
    cast(null as varchar) as recorded_by,
    cast(null as varchar) as recorded_by_email,
    cast(null as varchar) as notes,
    cast(null as varchar) as transaction_id,
    cast(null as varchar) as "payment_gateway.id",
    cast(null as varchar) as "payment_gateway.name",
    cast(null as varchar) as created_at,
    cast(null as varchar) as updated_at
where false;
