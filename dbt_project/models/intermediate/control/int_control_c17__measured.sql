{#- C17: every hour has one cost rate, or none and is found so; every billable hour that is paid by time has one
    price. A rate that is there twice makes an hour count twice. -#}
with

facts as (
    select * from {{ ref('fct_time_entry') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

cost_rates as (
    select * from {{ ref('int_cost_rates__assigned') }}
),

without_cost_rate as (
    select * from {{ ref('int_rate_findings__listed') }}
    where finding_code = 'cost_rate_missing'
),

bill_rates as (
    select * from {{ ref('int_bill_rates__counted') }}
),

rated as (
    select
        time_entries.system_name,
        sum(time_entries.hours) as hours
    from time_entries
    inner join cost_rates
        on
            time_entries.system_name = cost_rates.system_name
            and time_entries.person_id = cost_rates.person_id
            and time_entries.work_date >= cost_rates.valid_from
            and time_entries.work_date < cost_rates.valid_before
    group by time_entries.system_name
),

unrated as (
    select
        system_name,
        sum(hours_at_stake) as hours
    from without_cost_rate
    group by system_name
),

recorded as (
    select
        system_name,
        sum(hours) as hours
    from facts
    group by system_name
),

measured as (
    select
        'C17' as control_id,
        'hours = hours with one cost rate + hours found without' as check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        recorded.system_name as subject,
        cast(recorded.hours as decimal(38, 9)) as a_value,
        cast(coalesce(rated.hours, 0) + coalesce(unrated.hours, 0) as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from recorded
    left join rated on recorded.system_name = rated.system_name
    left join unrated on recorded.system_name = unrated.system_name
    union all
    select
        control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        a_value,
        b_value,
        tolerance
    from bill_rates
)

select * from measured
