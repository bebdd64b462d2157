{#- C14: what a person is there for in a week is holidays, leave, what they recorded and what they did not,
    less overtime; and every recorded hour is in one week. Weeks of people whose hours nobody knows have no
    capacity to compare: they are findings. -#}
with

weeks as (
    select * from {{ ref('fct_resource_utilization_week') }}
    where capacity_gross_hours is not null
),

computed_weeks as (
    select * from {{ ref('int_person_weeks__summed') }}
),

time_entries as (
    select * from {{ ref('fct_time_entry') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

footed as (
    select
        entity_code,
        accounting_period,
        concat({{ surrogate_key(["'portfolio'", 'person_key']) }}, ' ', cast(week_start_date as {{ dbt.type_string() }})) as subject,
        capacity_gross_hours as a_value,
        holiday_hours + leave_hours
        + billable_hours + client_nonbillable_hours
        + product_hours + governance_hours + presales_hours + internal_hours + bench_hours
        + unrecorded_hours - overtime_hours as b_value
    from weeks
),

both_sides as (
    select
        time_entries.accounting_period,
        time_entries.hours as a_value,
        cast(0 as decimal(18, 6)) as b_value
    from time_entries
    cross join run
    where time_entries.service_date <= run.as_of_date
    union all
    select
        period_code as accounting_period,
        cast(0 as decimal(18, 6)) as a_value,
        recorded_hours + recorded_leave_hours as b_value
    from computed_weeks
),

compared as (
    select
        'capacity = holidays + leave + recorded + unrecorded - overtime, all people' as check_name,
        entity_code,
        accounting_period,
        cast(null as {{ dbt.type_string() }}) as subject,
        sum(a_value) as a_value,
        sum(b_value) as b_value
    from footed
    group by entity_code, accounting_period
    union all
    select
        'capacity = holidays + leave + recorded + unrecorded - overtime, this week' as check_name,
        entity_code,
        accounting_period,
        subject,
        a_value,
        b_value
    from footed
    where a_value <> b_value
    union all
    select
        'hours in fct_time_entry = hours by person and week' as check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        accounting_period,
        cast(null as {{ dbt.type_string() }}) as subject,
        sum(a_value) as a_value,
        sum(b_value) as b_value
    from both_sides
    group by accounting_period
),

measured as (
    select
        'C14' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
