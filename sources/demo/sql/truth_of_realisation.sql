-- What became of the value of time that clients pay by the hour, by the month it was worked in: in the
-- currency of its project. Open time is expired when it is older than half a year.

create view truth.realisation_months as
with valued as (
    select
        entries.project_no,
        entries.month_no,
        sum(quarters * cast(list_rate as bigint) * 25) as standard_cents,
        sum(quarters * cast(bill_rate as bigint) * 25) as agreed_cents,
        coalesce(sum(quarters * cast(bill_rate as bigint) * 25) filter (approval_state = 'rejected'), 0)
            as rejected_cents,
        coalesce(sum(quarters * cast(bill_rate as bigint) * 25) filter (approval_state = 'approved'), 0)
            as approved_cents,
        coalesce(
            sum(quarters * cast(bill_rate as bigint) * 25) filter (
                approval_state in ('draft', 'submitted') and work_date < getvariable('as_of') - 180
            ), 0
        ) as expired_cents
    from entries
    inner join list_rates
        on
            cast(entries.currency_code as varchar) = list_rates.currency_code
            and entries.role_no = list_rates.role_no
            and year(entries.work_date) = list_rates.year_no
    where is_paid_by_time and is_billable
    group by entries.project_no, entries.month_no
),
capped as (
    select
        valued.*,
        sum(approved_cents) over (partition by project_no order by month_no) as cents_until,
        coalesce(
            greatest(0, cents_until - cast(amount * 100 as bigint))
            - greatest(0, cents_until - approved_cents - cast(amount * 100 as bigint)),
            0
        ) as over_cap_cents
    from valued
    left join caps using (project_no)
),
issued as (
    select
        time_invoices.project_no,
        time_invoices.month_no,
        cast(invoices.net_amount * 100 as bigint) as net_cents,
        coalesce(cast(credits.net_amount * 100 as bigint), 0) as credit_cents,
        cast(round(invoices.net_amount * invoices.paid_amount * 100 / nullif(invoices.total_amount, 0)) as bigint)
            as paid_cents
    from time_invoices
    inner join invoices using (invoice_id)
    left join invoices as credits on replace(time_invoices.invoice_id, 'T', 'N') = credits.invoice_id
),
reduced as (
    select project_no, month_no, cast(sum(amount) * 100 as bigint) as write_down_cents
    from time_reductions
    where line_no = 92
    group by project_no, month_no
),
parted as (
    select
        capped.*,
        coalesce(net_cents + credit_cents, 0) as billed_cents,
        coalesce(paid_cents, 0) as collected_cents,
        coalesce(write_down_cents, 0) as write_down_cents,
        coalesce(-credit_cents, 0) as write_off_cents
    from capped
    left join issued using (project_no, month_no)
    left join reduced using (project_no, month_no)
)
select
    entity_code,
    period,
    project_id,
    client_projects.currency_code,
    cast(standard_cents * 0.01 as decimal(18, 2)) as standard_amount,
    cast((standard_cents - agreed_cents) * 0.01 as decimal(18, 2)) as rate_discount_amount,
    cast(agreed_cents * 0.01 as decimal(18, 2)) as agreed_amount,
    cast(billed_cents * 0.01 as decimal(18, 2)) as billed_amount,
    cast(write_down_cents * 0.01 as decimal(18, 2)) as write_down_amount,
    cast(write_off_cents * 0.01 as decimal(18, 2)) as write_off_amount,
    cast(over_cap_cents * 0.01 as decimal(18, 2)) as over_cap_amount,
    cast(rejected_cents * 0.01 as decimal(18, 2)) as reclass_amount,
    cast(expired_cents * 0.01 as decimal(18, 2)) as expired_amount,
    cast(
        (
            agreed_cents - billed_cents - write_down_cents - write_off_cents - over_cap_cents
            - rejected_cents - expired_cents
        ) * 0.01 as decimal(18, 2)
    ) as wip_open_amount,
    cast(collected_cents * 0.01 as decimal(18, 2)) as collected_amount
from parted
inner join client_projects using (project_no)
inner join months using (month_no)
order by entity_code, period, project_id;
