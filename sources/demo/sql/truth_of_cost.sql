-- What projects cost in each month by kind, and what of each month's payroll paid for what, computed from
-- how the company was made. Hours are quarters and rates whole numbers, so sums of labour are exact.

create schema if not exists truth;

create view truth.cost_months as
with labour as (
    select
        project_no,
        entries.month_no,
        cost_rates.currency_code,
        sum(cast(quarters * cast(cost_rate as bigint) as decimal(28, 0)) * 0.25) as amount
    from (select * exclude (currency_code) from entries) as entries
    inner join months using (month_no)
    inner join cost_rates
        on entries.person_no = cost_rates.person_no and year(months.month_start) = cost_rates.year_no
    group by all
),
projects as (
    select project_no, project_id, entity_code from client_projects
    union all
    select project_no, project_id, entity_code from own_projects
),
spent as (
    select project_no, month_no, entity_code, 'labour' as cost_class, amount, currency_code
    from labour
    inner join projects using (project_no)
    union all
    select project_no, month_no, project_entity_code, 'expense', amount, currency_code
    from expenses
    inner join entities using (entity_code)
    where expense_date <= getvariable('as_of')
    union all
    select project_no, month_no, entity_code, category, net_amount, currency_code
    from vendor_bills
    inner join entities using (entity_code)
    where project_no is not null and bill_date <= getvariable('as_of')
)
select
    spent.entity_code,
    period,
    project_id,
    cost_class,
    round(sum(amount * functional.rate), 2) as cost_functional_amount,
    round(sum(amount * reporting.rate), 2) as cost_reporting_amount
from spent
inner join projects using (project_no)
inner join months using (month_no)
inner join entities on spent.entity_code = entities.entity_code
inner join fx_rates as functional
    on
        spent.currency_code = functional.from_code
        and entities.currency_code = functional.to_code
        and months.month_start = functional.month_start
inner join fx_rates as reporting
    on
        spent.currency_code = reporting.from_code
        and reporting.to_code = 'EUR'
        and months.month_start = reporting.month_start
group by all
order by all;

-- A person's pay is shared by the quarters of each project; cents left go to the largest remainders.
create view truth.payroll_months as
with shares as (
    select
        person_no,
        month_no,
        project_no,
        case when time_category in ('leave', 'bench') then cast(time_category as varchar) else 'project' end
            as labour_kind,
        sum(quarters) as quarters
    from entries
    group by all
),
parts as (
    select
        payroll.entity_code,
        payroll.person_no,
        payroll.month_no,
        coalesce(labour_kind, 'unrecorded') as labour_kind,
        project_no,
        cast(amount * 100 as bigint) as cents,
        coalesce(quarters, 1) as weight,
        sum(coalesce(quarters, 1)) over (partition by payroll.person_no, payroll.month_no) as weights
    from payroll
    left join shares using (person_no, month_no)
),
ranked as (
    select
        *,
        cents * weight // weights as whole_cents,
        row_number() over (
            partition by person_no, month_no
            order by cents * weight % weights desc, labour_kind, project_no
        ) as place
    from parts
),
shared as (
    select
        *,
        whole_cents + case
            when place <= cents - sum(whole_cents) over (partition by person_no, month_no) then 1 else 0
        end as share_cents
    from ranked
)
select
    entity_code,
    period,
    labour_kind,
    cast(sum(share_cents) * 0.01 as decimal(18, 2)) as labour_cost_actual_amount
from shared
inner join months using (month_no)
group by all
order by all;
