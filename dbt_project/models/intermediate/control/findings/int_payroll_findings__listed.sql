{#- Payroll that pays for no time, time that no payroll pays for, days that are paid for twice, and pay that came
    after its period was published as closed. What people are paid is not told here. -#}
with

payroll_costs as (
    select * from {{ ref('int_payroll_costs__unioned') }}
),

allocated as (
    select * from {{ ref('int_payroll__allocated') }}
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
),

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

people as (
    select * from {{ ref('dim_person') }}
),

terms as (
    select * from {{ ref('int_people__employed') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost' and is_settled
),

paid as (
    select distinct
        allocated.person_key,
        allocated.entity_code,
        allocated.period_code,
        payroll_costs.system_name,
        payroll_costs.payroll_cost_id,
        payroll_costs.period_start_date,
        payroll_costs.period_end_date,
        payroll_costs.landed_at
    from payroll_costs
    inner join allocated
        on
            payroll_costs.system_name = allocated.system_name
            and payroll_costs.payroll_cost_id = allocated.payroll_cost_id
),

for_nothing as (
    select
        paid.*,
        {{ days_between(
            "greatest(paid.period_start_date, coalesce(people.start_date, paid.period_start_date))",
            "least(paid.period_end_date, coalesce(people.end_date, paid.period_end_date))",
        ) }} + 1 as employed_days
    from paid
    inner join allocated
        on
            paid.system_name = allocated.system_name
            and paid.payroll_cost_id = allocated.payroll_cost_id
            and allocated.labour_kind = 'unrecorded'
    left join people on paid.person_key = people.person_key
),

without_time as (
    select
        'payroll_without_time' as finding_code,
        system_name,
        'payroll_costs' as table_name,
        payroll_cost_id as source_id,
        entity_code,
        period_code as accounting_period,
        concat(
            'no time from ', period_start_date, ' to ', period_end_date,
            case when employed_days > 0 then '' else ', when the person was not employed' end
        ) as found,
        'time of who is paid' as expected,
        cast(null as decimal(18, 6)) as hours_at_stake
    from for_nothing
    where employed_days < 1 or employed_days > 8
),

paid_spans as (
    select distinct
        entity_code,
        period_start_date,
        period_end_date
    from paid
),

unpaid_periods as (
    select distinct
        person_key,
        period_code
    from labour
    where payroll_cost_id is null
),

-- Time on days that others of the same employer are paid for.
to_be_paid as (
    select
        entries.system_name,
        entries.person_id,
        entries.person_key,
        entries.work_date,
        entries.period_code,
        terms.entity_code,
        sum(entries.hours) as hours
    from entries
    inner join unpaid_periods
        on {{ same('entries', 'unpaid_periods', ['person_key', 'period_code']) }}
    inner join people on entries.person_key = people.person_key
    inner join terms
        on
            entries.person_key = terms.person_key
            and entries.work_date >= terms.valid_from
            and entries.work_date < terms.valid_before
    where
        not people.is_inferred
        and entries.work_date >= coalesce(people.start_date, entries.work_date)
        and entries.work_date <= coalesce(people.end_date, entries.work_date)
    group by
        entries.system_name,
        entries.person_id,
        entries.person_key,
        entries.work_date,
        entries.period_code,
        terms.entity_code
),

of_paying_employers as (
    select distinct to_be_paid.*
    from to_be_paid
    inner join paid_spans
        on
            to_be_paid.entity_code = paid_spans.entity_code
            and to_be_paid.work_date >= paid_spans.period_start_date
            and to_be_paid.work_date <= paid_spans.period_end_date
),

without_payroll as (
    select
        'payroll_missing' as finding_code,
        of_paying_employers.system_name,
        'people' as table_name,
        of_paying_employers.person_id as source_id,
        min(of_paying_employers.entity_code) as entity_code,
        min(of_paying_employers.period_code) as accounting_period,
        concat(
            'time without pay from ', min(of_paying_employers.work_date),
            ' to ', max(of_paying_employers.work_date)
        ) as found,
        'pay for it, as for the time of others' as expected,
        sum(of_paying_employers.hours) as hours_at_stake
    from of_paying_employers
    left join paid
        on
            of_paying_employers.person_key = paid.person_key
            and of_paying_employers.work_date >= paid.period_start_date
            and of_paying_employers.work_date <= paid.period_end_date
    where paid.person_key is null
    group by of_paying_employers.system_name, of_paying_employers.person_id
),

followed as (
    select
        paid.*,
        lag(payroll_cost_id) over (
            partition by person_key order by period_start_date, system_name, payroll_cost_id
        ) as earlier_payroll_cost_id,
        max(period_end_date) over (
            partition by person_key order by period_start_date, system_name, payroll_cost_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_end_date
    from paid
),

paid_twice as (
    select
        'payroll_overlaps' as finding_code,
        system_name,
        'payroll_costs' as table_name,
        payroll_cost_id as source_id,
        entity_code,
        period_code as accounting_period,
        concat('pays from ', period_start_date) as found,
        concat('after ', earlier_end_date, ', until when ', earlier_payroll_cost_id, ' or one before pays') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake
    from followed
    where period_start_date <= earlier_end_date
),

paid_late as (
    select
        'payroll_changed_after_close' as finding_code,
        paid.system_name,
        'payroll_costs' as table_name,
        paid.payroll_cost_id as source_id,
        paid.entity_code,
        paid.period_code as accounting_period,
        concat('came or changed at ', paid.landed_at) as found,
        concat('by ', locks.booked_at, ', when its period was published as closed') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake
    from paid
    inner join locks
        on
            paid.entity_code = locks.entity_code
            and paid.period_code = locks.period_code
            and paid.landed_at > locks.booked_at
),

all_kinds as (
    select * from without_time
    union all
    select * from without_payroll
    union all
    select * from paid_twice
    union all
    select * from paid_late
),

broken as (
    select
        all_kinds.*,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from all_kinds
)

select * from broken
