-- What the systems of planning, delivery and people deliver, as the canonical contract has it.

create view exports.contract_versions as
select contract_id || '-' || version_number as contract_version_id, *
from main.agreements
order by contract_version_id;

create view exports.performance_obligations as
select contract_id || '-' || version_number as contract_version_id, * exclude (contract_id, version_number)
from main.promises
order by all;

create view exports.price_components as
select
    price_component_id,
    contract_id || '-1' as contract_version_id,
    performance_obligation_id,
    component_type,
    estimation_method,
    estimated_amount,
    constrained_amount,
    made_on,
    resolved_date,
    currency_code
from main.judgements
order by price_component_id, made_on;

create view exports.milestones as
select
    project_id || '-M' || part_no as milestone_id,
    project_id,
    contract_id || '-P1' as performance_obligation_id,
    ['Design accepted', 'First release', 'Second release', 'Go-live'][part_no] as milestone_name,
    0.25 as weight_share,
    amount as milestone_amount,
    currency_code,
    baseline_date,
    case when baseline_date - 10 < getvariable('as_of') then reached_date else baseline_date end as forecast_date,
    case when reached_date <= getvariable('as_of') then reached_date end as reached_date,
    case when accepted_date <= getvariable('as_of') then accepted_date end as accepted_date,
    case when accepted_date <= getvariable('as_of') then 'accepted'
        when reached_date <= getvariable('as_of') then 'reached' else 'planned' end as state
from main.milestones
inner join main.sold_projects using (project_no)
order by milestone_id;

create view exports.estimates as
select
    project_id || '-E' || lpad(cast(month_no as varchar), 3, '0') as estimate_id,
    project_id,
    made_on,
    remaining_hours,
    remaining_cost_amount,
    entities.currency_code,
    forecast_end_date,
    reason
from main.estimates
inner join main.client_projects using (project_no)
inner join main.entities using (entity_code)
order by estimate_id;

create view exports.baselines as
select
    project_id || '-V' || version_number as baseline_id,
    project_id,
    version_number,
    approved_date,
    'Steering committee' as approved_by,
    reason
from main.baselines
inner join main.client_projects using (project_no)
where approved_date <= getvariable('as_of')
order by baseline_id;

create view exports.planned_periods as
select
    project_id || '-V' || version_number as baseline_id,
    month_start as period_start_date,
    planned_hours,
    planned_cost_amount,
    planned_revenue_amount,
    entities.currency_code
from main.planned_periods
inner join main.baselines using (project_no, version_number)
inner join main.client_projects using (project_no)
inner join main.entities using (entity_code)
where approved_date <= getvariable('as_of')
order by baseline_id, period_start_date;

-- What is done of a task is what was worked of the hours that it takes in the end: a third of the project's, or all.
create view exports.tasks as
with worked as (
    select
        project_no,
        task_no,
        sum(quarters) * 0.25 / any_value(hours / case when task_no > 3 then 1 else 3 end) as share
    from main.tasks
    inner join main.final_hours using (project_no)
    inner join main.entries using (project_no)
    where work_date between task_start and task_end
    group by all
)
select
    project_id || '-T' || task_no as task_id,
    project_id,
    cast(null as varchar) as parent_task_id,
    task_name,
    cast((budget_hours + coalesce(agreed.hours, 0)) * tasks.percent // 100 as decimal(18, 2)) as budget_hours,
    cast(
        case when task_end < getvariable('as_of') then 1 else least(0.99, round(coalesce(worked.share, 0), 2)) end
        as decimal(9, 6)
    ) as progress_share,
    technique as earned_value_technique,
    task_start as start_date,
    task_end as end_date,
    case when task_end < getvariable('as_of') then 'done'
        when task_start <= getvariable('as_of') then 'open' else 'planned' end as state
from main.tasks
inner join main.sold_projects using (project_no)
left join worked using (project_no, task_no)
left join (
    from main.change_orders where not is_unapproved and effective_date <= getvariable('as_of')
) as agreed using (project_no)
order by task_id;

create view exports.bill_rates as
select
    project_id || '-R' || role_no as bill_rate_id,
    project_id,
    cast(null as varchar) as client_id,
    cast(null as varchar) as person_id,
    role,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to,
    bill_rates.bill_rate,
    currency_code
from main.bill_rates
inner join main.sold_projects using (project_no)
inner join main.roles using (role_no)
where project_type = 'time_and_materials'
union all
select
    'L' || currency_code || '-' || year_no || '-R' || role_no,
    null,
    null,
    null,
    role,
    valid_from,
    valid_to,
    list_rate,
    currency_code
from main.list_rates
inner join main.roles using (role_no)
order by bill_rate_id;

create view exports.expenses as
select
    'X' || lpad(cast(person_no as varchar), 7, '0') || lpad(cast(day_no as varchar), 5, '0') as expense_id,
    'P' || lpad(cast(person_no as varchar), 6, '0') as person_id,
    project_id,
    expense_date,
    category,
    amount,
    entities.currency_code,
    is_billable,
    case when expense_date + 10 <= getvariable('as_of') then 'approved' else 'submitted' end as approval_state,
    cast(null as varchar) as invoice_line_id,
    expenses.entity_code || '-5300' as account_id
from main.expenses
inner join main.client_projects using (project_no)
inner join main.entities on expenses.entity_code = entities.entity_code
where expense_date <= getvariable('as_of')
order by expense_id;

create view exports.vendor_bills as
select
    vendor_bill_id,
    vendor_name,
    vendor_bills.entity_code,
    bill_date,
    category,
    project_id,
    product_id,
    cost_pool,
    net_amount,
    entities.currency_code,
    month_start as service_start_date,
    bill_date as service_end_date,
    vendor_bills.entity_code || '-' || expense_account_code as account_id,
    false as is_uninstalled
from main.vendor_bills
inner join main.entities using (entity_code)
left join main.client_projects using (project_no)
order by vendor_bill_id;

create view exports.payroll_costs as
select
    person_id || '-' || strftime(month_start, '%Y-%m') as payroll_cost_id,
    person_id,
    payroll.entity_code,
    month_start as period_start_date,
    posting_date as period_end_date,
    amount as gross_amount,
    currency_code
from main.payroll
inner join main.people using (person_no)
order by payroll_cost_id;

create view exports.employments as
select
    person_id || '-' || strftime(valid_from, '%Y%m%d') as employment_id,
    person_id,
    entity_code,
    role,
    practice,
    employments.weekly_hours,
    valid_from,
    case
        when valid_before <= getvariable('as_of') then valid_before - 1
        when end_date < getvariable('as_of') then end_date
    end as valid_to
from main.employments
inner join main.people using (person_no)
inner join main.roles on employments.role_no = roles.role_no
where valid_from <= getvariable('as_of')
order by employment_id;

-- One for each unbroken run of days within a week.
create view exports.absences as
with days as (
    select
        person_no,
        work_date,
        quarters,
        date_diff('day', date '2018-01-01', work_date) // 7 as week_no,
        work_date - cast(row_number() over (partition by person_no, week_no order by work_date) as integer)
            as run
    from main.entries
    where time_category = 'leave'
)
select
    'P' || lpad(cast(person_no as varchar), 6, '0') || '-' || strftime(min(work_date), '%Y%m%d') as absence_id,
    'P' || lpad(cast(person_no as varchar), 6, '0') as person_id,
    case when happens('leave', person_no, week_no, 80) then 'holiday' else 'sickness' end as absence_type,
    min(work_date) as start_date,
    max(work_date) as end_date,
    cast(sum(quarters) * 0.25 as decimal(18, 2)) as hours
from days
group by person_no, week_no, run
order by absence_id;

create view exports.holidays as
select
    entity_code || '-' || years.year || '-' || month_day as holiday_id,
    entity_code,
    region,
    cast(years.year || '-' || month_day as date) as holiday_date,
    cast(null as varchar) as holiday_name,
    1.0 as day_share
from main.holidays
inner join main.entities using (entity_code)
cross join (
    select range as year
    from range(year(getvariable('first_day')), year(getvariable('end_day')) + 1)
) as years
order by holiday_id;

create view exports.subscription_lines as
select
    contract_id || '-' || (term_no + 1) as subscription_line_id,
    contract_id,
    client_id,
    product_id,
    start_date,
    end_date,
    seats as quantity,
    unit_price,
    12 as billing_months,
    cast(seats * unit_price as decimal(18, 2)) as line_amount,
    currency_code,
    case when term_no + 1 = terms and end_date - 30 <= getvariable('as_of') then end_date - 30 end
        as cancelled_date
from main.subscriptions
inner join main.clients using (client_no, entity_code)
where start_date <= getvariable('as_of')
order by subscription_line_id;

create view exports.product_prices as
select
    product_id || '-' || currency_code || '-' || years.year as product_price_id,
    product_id,
    currency_code,
    make_date(years.year, 1, 1) as valid_from,
    make_date(years.year, 12, 31) as valid_to,
    cast(list_price * price_percent * 0.01 as decimal(18, 2)) as unit_price
from main.products
cross join main.entities
cross join (
    select range as year
    from range(year(getvariable('first_day')), year(getvariable('end_day')) + 1)
) as years
order by product_price_id;

create view exports.disputes as
select
    'D' || invoice_id as dispute_id,
    invoice_id,
    invoice_date + 12 as opened_date,
    cast(null as date) as closed_date,
    case when starts_with(invoice_id, 'T') and happens('dispute', invoice_no, 0, 500)
            then 'Hours not agreed'
        when product_invoices.invoice_id is null and happens('acceptance', invoice_no, 0, 500)
            then 'Not yet accepted'
        else 'Wrong purchase order' end as reason,
    total_amount as disputed_amount
from main.invoices
left join (
    select distinct invoice_id from main.invoice_lines where product_id is not null
) as product_invoices using (invoice_id)
where net_amount > 0 and happens('disputed', invoice_no, 0, 20) and invoice_date + 12 <= getvariable('as_of')
order by dispute_id;

create view exports.outcomes as
select
    project_id || '-O' || outcome_no as outcome_id,
    project_id,
    client_id,
    cast(null as varchar) as product_id,
    outcome_type,
    outcome_name,
    promised_value,
    promised_date,
    case when measured_on <= getvariable('as_of') then measured_value end as measured_value,
    case when measured_on <= getvariable('as_of') then measured_on end as measured_on,
    unit,
    false as is_less_better
from main.outcomes
inner join main.sold_projects using (project_no)
inner join main.clients using (client_no, entity_code)
union all
select
    contract_id || '-' || (term_no + 1) || '-O',
    null,
    client_id,
    product_id,
    'renewal',
    'Renewal of the subscription',
    1,
    end_date,
    case when end_date <= getvariable('as_of') then case when term_no + 1 = terms then 0 else 1 end end,
    case when end_date <= getvariable('as_of') then end_date end,
    'yes or no',
    false
from main.subscriptions
inner join main.clients using (client_no, entity_code)
where start_date <= getvariable('as_of')
order by outcome_id;

-- What the company decided: the second decision has an effect that is in the time entries.
create view exports.decisions as
select * from (
    select
        'R1' as decision_id,
        cast(getvariable('first_day') + to_months(getvariable('months') // 3) as date) as decided_on,
        'project_product' as axis,
        'Pay the same commission for subscriptions as for projects' as action,
        cast(0.02 as decimal(18, 6)) as expected_effect,
        'Executive committee' as decided_by
    union all
    select
        'R2',
        cast(getvariable('first_day') + to_months(getvariable('months') // 2) as date),
        'administration_bureaucracy',
        'One status report a month instead of one a week',
        -0.02,
        'Executive committee'
)
where decided_on <= getvariable('as_of');

create view exports.transition_targets as
select
    'V' || version_number || '-' || period as transition_target_id,
    version_number,
    approved_date,
    month_start as period_start_date,
    cast(0.005 + month_no * growth / getvariable('months') as decimal(9, 6)) as product_revenue_share
from main.months
cross join (
    select 1 as version_number, getvariable('first_day') as approved_date, 0.09 as growth
    union all
    select 2, cast(getvariable('first_day') + to_months(getvariable('months') // 2) as date), 0.07
) as versions
where approved_date <= getvariable('as_of')
order by transition_target_id;

create view exports.period_events as
select
    entity_code || '-' || period || '-' || event_no as period_event_id,
    entity_code,
    month_start as period_start_date,
    case event_no when 1 then 'all' else 'revenue' end as lock,
    case event_no when 2 then 'reopened' else 'closed' end as event_type,
    month_end + 12 + (event_no - 1) * 5 + interval '18 hours' as occurred_at,
    case event_no when 2 then 'finance lead' else 'controller' end as actor,
    case event_no when 2 then 'A bill of the month arrived late' end as reason
from main.entities
cross join main.months
cross join (values (1), (2), (3)) as events (event_no)
where
    (event_no = 1 or (entity_code, month_no) in (select (entity_code, month_no) from main.reopened_months))
    and month_end + 12 + (event_no - 1) * 5 < getvariable('as_of')
order by period_event_id;
