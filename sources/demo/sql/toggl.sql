-- What Toggl Track delivers of the entities that record their time in it: one view per table of its
-- contract, its columns under the names of Toggl's APIs. Variable `toggl_entities` lists the entities,
-- each a workspace. A project's code stands in brackets before its name; tags say what kind of time
-- an entry is and, since Toggl's entries hold no approval, what is not approved. People start in
-- their own time zone, and what they do for governance in the evening is the next day in UTC.

create schema toggl;

create macro toggl.instant(moment) as strftime(cast(moment as timestamp), '%Y-%m-%dT%H:%M:%SZ');

create macro toggl.local_instant(moment) as
    strftime(moment, '%Y-%m-%dT%H:%M:%S')
    || case when month(moment) between 4 and 10 then '-04:00' else '-05:00' end;

create macro toggl.project_id(project_no) as
    case when project_no > 0 then 200000000 + project_no else 209000000 - project_no end;

create view toggl.served_entities as
with numbered as (
    select *, row_number() over (order by entity_code) as entity_no from main.entities
)
select *, 4711000 + entity_no as workspace_id
from numbered
where list_contains(getvariable('toggl_entities'), entity_code);

create view toggl.known_tags as
select * from (values
    (17000001, 'governance'), (17000002, 'internal'), (17000003, 'leave'), (17000004, 'bench'),
    (17000005, 'presales'), (17000006, 'product'), (17000007, 'draft'), (17000008, 'submitted'),
    (17000009, 'rejected')
) as t (tag_id, tag_name);

create view toggl.served_projects as
select
    project_no,
    toggl.project_id(project_no) as id,
    workspace_id,
    60000000 + client_no as client_id,
    '[HV-' || project_id || '] ' || subject || ' for ' || client_name as project_name,
    true as is_billable,
    client_projects.currency_code,
    case when project_type <> 'time_and_materials' then price end as fee,
    budget_hours,
    start_date,
    end_date
from main.sold_projects as client_projects
inner join main.clients using (client_no)
inner join main.contract_prices using (project_no)
inner join toggl.served_entities on client_projects.entity_code = served_entities.entity_code
union all
select project_no, toggl.project_id(project_no), workspace_id, null,
    '[HV-' || project_id || '] ' || project_name, false, currency_code, null, null, null, null
from main.own_projects
inner join toggl.served_entities using (entity_code);

create view toggl.workspaces as
select
    workspace_id as id,
    workspace_id - 4000000 as organization_id,
    entity_name as name,
    true as premium,
    currency_code as default_currency,
    0 as default_hourly_rate,
    cast(null as varchar) as rate_last_updated,
    true as projects_billable_by_default,
    false as projects_private_by_default,
    false as projects_enforce_billable,
    0 as rounding,
    0 as rounding_minutes,
    toggl.instant(getvariable('first_day')) as at,
    cast(null as varchar) as server_deleted_at
from toggl.served_entities
order by id;

create view toggl.users as
select
    9000000 + person_no as id,
    person_name as fullname,
    email,
    'user' as role,
    true as is_active,
    end_date is not null as inactive
from main.hired_people as people
inner join toggl.served_entities using (entity_code)
order by id;

create view toggl.clients as
select
    60000000 + client_no as id,
    workspace_id as wid,
    client_name as name,
    false as archived,
    cast(null as varchar) as creator_id,
    cast(null as varchar) as notes,
    cast(null as varchar) as integration_ext_id,
    cast(null as varchar) as integration_ext_type,
    cast(null as varchar) as integration_provider,
    toggl.instant(getvariable('first_day')) as at,
    cast(null as varchar) as server_deleted_at
from main.clients
inner join toggl.served_entities using (entity_code)
order by id;

create view toggl.projects as
select
    id,
    workspace_id,
    client_id,
    project_name as name,
    coalesce(end_date >= getvariable('as_of') - 30, true) as active,
    case when end_date < getvariable('as_of') - 30 then 'archived'
        when end_date < getvariable('as_of') then 'ended' else 'active' end as status,
    false as is_private,
    false as template,
    false as recurring,
    '#06aaf5' as color,
    is_billable as billable,
    cast(null as decimal(18, 2)) as rate,
    cast(null as varchar) as rate_last_updated,
    currency_code as currency,
    fee as fixed_fee,
    false as auto_estimates,
    budget_hours as estimated_hours,
    budget_hours * 3600 as estimated_seconds,
    cast(null as bigint) as actual_seconds,
    start_date,
    end_date,
    cast(null as varchar) as integration_ext_id,
    cast(null as varchar) as integration_ext_type,
    cast(null as varchar) as integration_provider,
    toggl.instant(coalesce(start_date, getvariable('first_day'))) as created_at,
    toggl.instant(coalesce(start_date, getvariable('first_day'))) as at,
    cast(null as varchar) as server_deleted_at
from toggl.served_projects
order by id;

-- One task on each project of a client, for what is delivered to it.
create view toggl.tasks as
select
    id + 100000000 as id,
    workspace_id,
    id as project_id,
    cast(null as varchar) as user_id,
    'Delivery' as name,
    true as active,
    false as recurring,
    cast(null as bigint) as estimated_seconds,
    cast(null as bigint) as tracked_seconds,
    cast(null as varchar) as integration_ext_id,
    cast(null as varchar) as integration_ext_type,
    cast(null as varchar) as integration_provider,
    toggl.instant(start_date) as at,
    cast(null as varchar) as server_deleted_at
from toggl.served_projects
where is_billable
order by id;

create view toggl.tags as
select
    tag_id as id,
    workspace_id,
    tag_name as name,
    cast(null as varchar) as integration_ext_id,
    cast(null as varchar) as integration_ext_type,
    cast(null as varchar) as integration_provider,
    toggl.instant(getvariable('first_day')) as at,
    cast(null as varchar) as deleted_at
from toggl.known_tags
cross join toggl.served_entities
where entity_no = (select min(entity_no) from toggl.served_entities)
order by id;

create view toggl.time_entries as
select
    cast(entries.person_no as bigint) * 100000 + entries.day_no * 10 + entries.slot_no as id,
    served_projects.workspace_id,
    9000000 + entries.person_no as user_id,
    people.person_name as username,
    served_projects.id as project_id,
    case when entries.time_category = 'delivery' then served_projects.id + 100000000 end as task_id,
    toggl.local_instant(work_date + begins) as "start",
    toggl.local_instant(work_date + begins + to_minutes(15 * cast(quarters as integer))) as stop,
    cast(quarters as integer) * 900 as duration,
    entries.is_billable as billable,
    cast(null as varchar) as description,
    '[' || concat_ws(', ', kind_tags.tag_id, state_tags.tag_id) || ']' as tag_ids,
    cast(null as varchar) as tags,
    case when entries.is_billable then cast(bill_rate * 100 as bigint) end as hourly_rate_in_cents,
    case when entries.is_billable then cast(bill_rate * 25 * quarters as bigint) end
        as billable_amount_in_cents,
    served_projects.currency_code as currency,
    toggl.instant(
        case approval_state
            when 'draft' then work_date + interval '18 hours'
            when 'submitted' then submitted_date + interval '17 hours 30 minutes'
            else approved_date + interval '9 hours'
        end
    ) as at,
    cast(null as varchar) as server_deleted_at
from main.entries
inner join (
    values (1, interval '8 hours'), (2, interval '18 hours'), (3, interval '21 hours 30 minutes')
) as slots (slot_no, begins) using (slot_no)
inner join toggl.served_projects using (project_no)
inner join main.hired_people as people on entries.person_no = people.person_no
left join toggl.known_tags as kind_tags on entries.time_category = kind_tags.tag_name
left join toggl.known_tags as state_tags on entries.approval_state = state_tags.tag_name;
