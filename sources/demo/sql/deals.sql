-- What the company tried to sell: deals that became contracts, deals that were lost, and the pipeline.

create table deals as
with sold as (
    select
        1 as outcome_no,
        project_no as deal_no,
        client_no,
        subject || ' for ' || client_name as deal_name,
        'project' as deal_type,
        contract_prices.price as amount,
        client_projects.currency_code,
        start_date - 5 - pick('signed before', project_no, 0, 20) as close_date,
        project_id,
        contract_id
    from client_projects
    inner join clients using (client_no)
    inner join contract_prices using (project_no)
    union all
    select 2, client_no * 10 + product_no, client_no, product_name || ' for ' || client_name, 'product',
        seats * unit_price, currency_code, start_date - 10, null, contract_id
    from subscriptions
    inner join clients using (client_no, entity_code)
    inner join products using (product_no)
    where term_no = 0
    union all
    -- As many again are lost, on the same kind of work.
    select 3, project_no, client_no, subject || ' renewal for ' || client_name, 'project',
        cast(contract_prices.price * (50 + pick('lost amount', project_no, 0, 100)) * 0.01 as decimal(18, 2)),
        client_projects.currency_code,
        start_date + 30 + pick('lost after', project_no, 0, 200), null, null
    from client_projects
    inner join clients using (client_no)
    inner join contract_prices using (project_no)
),
-- The story ends, and the pipeline does not: what will be decided after it is like what was sold the year before.
with_pipeline as (
    from sold
    union all by name
    select
        * replace (
            outcome_no + 3 as outcome_no,
            deal_name || ', next year' as deal_name,
            close_date + 365 as close_date,
            cast(null as varchar) as project_id,
            cast(null as varchar) as contract_id
        )
    from sold
    where outcome_no < 3 and close_date + 365 > getvariable('end_day')
),
dated as (
    select
        *,
        close_date - 60 - pick('cycle', deal_no, outcome_no, 120) as created_date
    from with_pipeline
)
select
    *,
    'O' || outcome_no || lpad(cast(deal_no as varchar), 7, '0') as opportunity_id,
    close_date <= getvariable('as_of') as is_closed
from dated
where created_date <= getvariable('as_of');

-- Four stages, evenly spread; one in three deals expected to close a month earlier than it did.
create table deal_changes as
select
    deals.opportunity_id,
    deals.opportunity_id || '-' || stage_no as opportunity_change_id,
    case when stage_no < 5
        then deals.created_date + cast((stage_no - 1) * (close_date - created_date) // 4 as integer)
        else close_date end as changed_date,
    stage_no,
    case when stage_no = 5 and outcome_no = 3 then 'Lost' else stage end as stage,
    case when stage_no = 5 and outcome_no = 3 then 0.00 else probability end as probability,
    case when stage_no < 3 and happens('slips', deal_no, outcome_no, 330)
        then close_date - 30 else close_date end as expected_date,
    cast(case when stage_no < 2 then amount * 0.9 else amount end as decimal(18, 2)) as amount
from deals
cross join (values
    (1, 'Prospecting', 0.10), (2, 'Qualified', 0.30), (3, 'Proposal', 0.55),
    (4, 'Negotiation', 0.80), (5, 'Won', 1.00)
) as stages (stage_no, stage, probability)
where changed_date <= getvariable('as_of');

-- What was won until the day the company is seen on.
create view sold_projects as
from client_projects semi join (from deals where is_closed) as won using (contract_id);
