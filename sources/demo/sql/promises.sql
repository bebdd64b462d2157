-- What was agreed with clients: the versions of each contract, what each promises and at what price.

create table agreements as
with signed as (
    select
        project_no,
        contract_id,
        close_date as signed_date,
        currency_code,
        project_type,
        price + coalesce(discounts.amount, 0) as fixed_amount,
        caps.amount as not_to_exceed_amount
    from client_projects
    inner join contract_prices using (project_no)
    inner join (select contract_id, close_date from deals where is_closed) as won using (contract_id)
    left join discounts using (project_no)
    left join caps using (project_no)
)
select
    contract_id,
    1 as version_number,
    signed_date as effective_date,
    signed_date as approved_date,
    'original' as modification_type,
    cast(null as varchar) as reason,
    case when project_type <> 'time_and_materials' then cast(fixed_amount as decimal(18, 2)) end
        as fixed_amount,
    cast(not_to_exceed_amount as decimal(18, 2)) as not_to_exceed_amount,
    currency_code
from signed
union all
select
    contract_id,
    2,
    effective_date,
    case when not is_unapproved then effective_date - 7 end,
    modification_type,
    'Change order',
    cast(fixed_amount + amount as decimal(18, 2)),
    null,
    currency_code
from signed
inner join change_orders using (project_no)
where effective_date <= getvariable('as_of')
union all
select
    contract_id,
    term_no + 1,
    start_date,
    start_date - 10,
    case term_no when 0 then 'original' else 'separate_contract' end,
    case when term_no > 0 then 'Renewal' end,
    cast(sum(seats * unit_price) over (
        partition by contract_id order by term_no rows between unbounded preceding and current row
    ) as decimal(18, 2)),
    null,
    currency_code
from subscriptions
where start_date <= getvariable('as_of');

create table promises as
with versions as (
    select contract_id, version_number, modification_type from agreements
)
select
    versions.contract_id,
    versions.version_number,
    versions.contract_id || '-P1' as performance_obligation_id,
    subject as obligation_name,
    project_id,
    cast(null as varchar) as product_id,
    project_type as revenue_stream,
    case project_type
        when 'time_and_materials' then 'right_to_invoice'
        when 'milestone' then 'milestones'
        when 'managed_service' then 'ratable'
        else ['cost_to_cost', 'cost_to_cost', 'hours', 'zero_margin'][
            1 + pick('method', project_no, 0, 4)]
    end as recognition_method,
    cast(
        price * (100 + pick('alone', project_no, 0, 16)) // 100
        + case versions.modification_type
            when 'cumulative_catch_up' then change_orders.amount
            when 'mixed' then change_orders.amount * 0.5
            else 0 end as decimal(18, 2)
    ) as standalone_price,
    false as is_option,
    cast(null as decimal(9, 6)) as exercise_share,
    start_date,
    end_date,
    currency_code
from versions
inner join client_projects using (contract_id)
inner join contract_prices using (project_no)
left join change_orders using (project_no)
union all
select
    versions.contract_id,
    versions.version_number,
    versions.contract_id || '-P2',
    'Change order: ' || subject,
    project_id,
    null,
    project_type,
    case project_type when 'milestone' then 'point_in_time' else 'hours' end,
    case versions.modification_type when 'mixed' then amount * 0.5 else amount end,
    false,
    null,
    effective_date,
    end_date,
    currency_code
from versions
inner join client_projects using (contract_id)
inner join change_orders using (project_no)
where versions.modification_type in ('prospective', 'separate_contract', 'mixed')
union all
select
    versions.contract_id,
    versions.version_number,
    subscriptions.contract_id || '-P' || (subscriptions.term_no + 1),
    product_name || ', year ' || (subscriptions.term_no + 1),
    null,
    product_id,
    'subscription',
    'ratable',
    cast(0.01 * (list_price * price_percent * 12) * seats as decimal(18, 2)),
    false,
    null,
    subscriptions.start_date,
    subscriptions.end_date - 1,
    subscriptions.currency_code
from versions
inner join subscriptions
    on versions.contract_id = subscriptions.contract_id and subscriptions.term_no < versions.version_number
inner join products using (product_id)
inner join entities using (entity_code)
union all
-- A fifth of the subscribers may take more seats at half the price.
select
    contract_id,
    version_number,
    contract_id || '-PX',
    'More seats at half the price',
    null,
    product_id,
    'subscription',
    'point_in_time',
    cast(unit_price * 5 as decimal(18, 2)),
    true,
    0.3 + pick('exercised', client_no, product_no, 5) * 0.1,
    start_date,
    end_date - 1,
    currency_code
from versions
inner join (from subscriptions where term_no = 0) as first_terms using (contract_id)
where happens('option', client_no, product_no, 200);

-- A bonus is judged when the contract is signed and when it is known; a discount is known from the start.
create table judgements as
with signed as (
    select project_no, contract_id, end_date, sold_projects.currency_code, close_date as signed_date
    from sold_projects
    inner join deals using (contract_id)
),
bonus_judgements as (
    select *, signed_date as made_on, is_likely as is_counted, cast(null as date) as resolved_date
    from signed
    inner join bonuses using (project_no)
    union all
    select *, end_date + 15, is_earned, end_date + 15
    from signed
    inner join bonuses using (project_no)
    where end_date + 15 <= getvariable('as_of')
)
select
    contract_id || '-B' as price_component_id,
    contract_id,
    contract_id || '-P1' as performance_obligation_id,
    'bonus' as component_type,
    'most_likely_amount' as estimation_method,
    amount as estimated_amount,
    case when is_counted then amount else 0 end as constrained_amount,
    made_on,
    resolved_date,
    currency_code
from bonus_judgements
union all
select contract_id || '-D', contract_id, null, 'discount', 'fixed', -amount, -amount, signed_date,
    signed_date, currency_code
from signed
inner join discounts using (project_no);
