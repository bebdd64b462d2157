-- How far each obligation is at the end of each month, in whole numbers: a part of a whole.

-- What was worked, spent and may be invoiced on each day, and until its end. Cost is in cents of the
-- entity's currency, and in millionths of the contract's at the rate of its month.
create table work_days as
with worked as (
    select
        project_no,
        work_date as work_day,
        quarters,
        quarters * cast(cost_rate as bigint) * 25 as cents,
        case
            when is_paid_by_time and is_billable and approval_state = 'approved'
                then quarters * cast(bill_rate as bigint) * 25
            else 0
        end as charged_cents
    from (select * exclude (currency_code) from entries) as entries
    inner join cost_rates
        on entries.person_no = cost_rates.person_no and year(entries.work_date) = cost_rates.year_no
    where approval_state <> 'rejected' and project_no > 0
    union all
    select project_no, expense_date, 0, cast(amount * 100 as bigint), 0
    from expenses
    where expense_date <= getvariable('as_of')
    union all
    select project_no, bill_date, 0, cast(net_amount * 100 as bigint), 0
    from vendor_bills
    where project_no is not null and bill_date <= getvariable('as_of')
),
summed as (
    select
        project_no,
        work_day,
        sum(quarters) as quarters,
        sum(cents) as cents,
        sum(charged_cents) as charged_cents
    from worked
    group by project_no, work_day
)
select
    sold_projects.project_id,
    work_day,
    sum(quarters) over until_day as quarters_until,
    sum(cents) over until_day as cents_until,
    sum(cents * cast(rate * 10000 as bigint)) over until_day as millionths_until,
    sum(charged_cents) over until_day as charged_cents_until
from summed
inner join sold_projects using (project_no)
inner join entities using (entity_code)
inner join fx_rates
    on
        entities.currency_code = fx_rates.from_code
        and sold_projects.currency_code = fx_rates.to_code
        and date_trunc('month', work_day) = fx_rates.month_start
window until_day as (partition by project_no order by work_day);

-- What was expected from which day on: hundredths of an hour and cents that remain after it. Until
-- there is an estimate the plan stands for it, with all that it holds.
create table expectations as
with first_estimates as (
    select project_no, min(made_on) as first_made_on from estimates group by project_no
),
expected as (
    select
        project_no,
        made_on as known_from,
        made_on as remains_after,
        cast(remaining_hours * 100 as bigint) as remaining_hundredths,
        cast(remaining_cost_amount * 100 as bigint) as remaining_cents
    from estimates
    union all
    select
        project_no,
        approved_date,
        date '0001-01-01',
        cast(sum(planned_hours) * 100 as bigint),
        cast(sum(planned_cost_amount) * 100 as bigint)
    from baselines
    inner join planned_periods using (project_no, version_number)
    left join first_estimates using (project_no)
    where
        approved_date <= getvariable('as_of')
        and approved_date < coalesce(first_made_on, date '9999-12-31')
    group by project_no, version_number, approved_date
)
select expected.* exclude (project_no), sold_projects.project_id
from expected
inner join sold_projects using (project_no);

create table month_ends as
select period, month_start, least(month_end, getvariable('as_of')) as until_day
from months
where month_start <= getvariable('as_of');

-- An unapproved version is none.
create table approved_versions as
select
    agreements.*,
    greatest(effective_date, approved_date) as valid_from,
    cast(fixed_amount * 100 as bigint) + coalesce(discount_cents, 0) as shared_cents,
    lag(shared_cents) over later as shared_cents_before
from agreements
left join (
    select contract_id, cast(sum(constrained_amount) * 100 as bigint) as discount_cents
    from judgements
    where performance_obligation_id is null
    group by contract_id
) as discounted using (contract_id)
where approved_date is not null
window later as (partition by contract_id order by version_number);

-- Stand-alone prices in whole cents: an option weighs a part of one (IFRS 15.B42).
create table versions_promised as
select
    promises.*,
    valid_from,
    modification_type,
    shared_cents,
    shared_cents_before,
    min(version_number) over (partition by contract_id, performance_obligation_id) as first_version_number,
    cast(round(standalone_price * coalesce(exercise_share, 1) * 100, 0) as hugeint) as standalone
from promises
inner join approved_versions using (contract_id, version_number);

-- How far each obligation is, as a part of a whole: from its first day to the end of each month; for
-- what a prospective modification ends, to the day before, by what was known then and a day later;
-- and anew from that day. Without a whole (zero margin), or up to one (right to invoice), the part
-- is an amount.
create table progress as
with promised as (
    select
        contract_id,
        performance_obligation_id,
        project_id,
        recognition_method,
        start_date,
        end_date,
        min(valid_from) as valid_from,
        min(case when modification_type = 'prospective' then valid_from end) as ended_on
    from versions_promised
    group by all
),
asked as (
    select promised.*, start_date as from_day, until_day, until_day as known_on
    from promised
    inner join month_ends on valid_from <= until_day
    union
    select promised.*, greatest(start_date, ended_on), until_day, until_day
    from promised
    inner join month_ends on ended_on <= until_day
    union
    select promised.*, start_date, ended_on - 1, ended_on - 1 + later
    from promised
    cross join (values (0), (1)) as moments (later)
    where ended_on is not null
),
promised_milestones as (
    select project_id, list(accepted_date) as accepted_dates
    from milestones
    inner join sold_projects using (project_no)
    group by project_id
),
measured as (
    select
        asked.*,
        remaining_hundredths,
        remaining_cents,
        coalesce(done.quarters_until, 0) - coalesce(earlier.quarters_until, 0) as quarters,
        coalesce(done.cents_until, 0) - coalesce(earlier.cents_until, 0) as cents,
        coalesce(done.millionths_until, 0) - coalesce(earlier.millionths_until, 0) as millionths,
        coalesce(done.charged_cents_until, 0) - coalesce(earlier.charged_cents_until, 0) as charged_cents,
        greatest(0, coalesce(seen.quarters_until, 0) - coalesce(earlier.quarters_until, 0)) as quarters_seen,
        greatest(0, coalesce(seen.cents_until, 0) - coalesce(earlier.cents_until, 0)) as cents_seen,
        len(list_filter(accepted_dates, d -> d >= from_day and d <= until_day)) as milestones_done,
        len(list_filter(accepted_dates, d -> d >= from_day)) as milestones_to_do
    from asked
    asof left join expectations
        on asked.project_id = expectations.project_id and asked.known_on >= expectations.known_from
    asof left join work_days as done
        on asked.project_id = done.project_id and asked.until_day >= done.work_day
    asof left join work_days as earlier
        on asked.project_id = earlier.project_id and asked.from_day > earlier.work_day
    asof left join work_days as seen
        on asked.project_id = seen.project_id and expectations.remains_after >= seen.work_day
    left join promised_milestones on asked.project_id = promised_milestones.project_id
),
-- Nothing that remains is completion; where nothing says what remains, revenue is cost.
compared as (
    select
        *,
        case
            when recognition_method in ('cost_to_cost', 'hours', 'zero_margin') then
                case
                    when remaining_cents = 0 then 1
                    when recognition_method = 'zero_margin' or remaining_cents is null then millionths
                    when recognition_method = 'hours' then quarters * 25
                    else cents
                end
            when recognition_method = 'milestones' then milestones_done
            when recognition_method = 'ratable' then until_day - from_day + 1
            when recognition_method = 'point_in_time' then case when until_day >= end_date then 1 else 0 end
            when recognition_method = 'right_to_invoice' then charged_cents
        end as done_so_far,
        case
            when recognition_method in ('cost_to_cost', 'hours', 'zero_margin') then
                case
                    when remaining_cents = 0 then 1
                    when recognition_method = 'zero_margin' or remaining_cents is null then null
                    when recognition_method = 'hours' then quarters_seen * 25 + remaining_hundredths
                    else cents_seen + remaining_cents
                end
            when recognition_method = 'milestones' then milestones_to_do
            when recognition_method = 'ratable' then end_date - from_day + 1
            when recognition_method = 'point_in_time' then 1
            when recognition_method = 'right_to_invoice' then cap_cents
        end as to_do
    from measured
    left join (
        select contract_id, cast(not_to_exceed_amount * 100 as bigint) as cap_cents
        from agreements
        where version_number = 1
    ) as capped using (contract_id)
)
select
    contract_id,
    performance_obligation_id,
    recognition_method,
    start_date,
    valid_from,
    from_day,
    until_day,
    known_on,
    cast(greatest(0, least(done_so_far, to_do)) as hugeint) as done,
    cast(to_do as hugeint) as whole
from compared;
