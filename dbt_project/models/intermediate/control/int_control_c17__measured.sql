{#- C17: every hour has one cost rate, or none and is found so; every billable hour on a project that is paid
    by time has one bill rate, or none and is found so. A rate that is there twice makes an hour count twice. -#}
with

facts as (
    select * from {{ ref('fct_time_entry') }}
),

projects as (
    select * from {{ ref('dim_project') }}
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

without_bill_rate as (
    select * from {{ ref('int_time_findings__listed') }}
    where finding_code = 'bill_rate_missing'
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

unpriced as (
    select
        system_name,
        sum(hours_at_stake) as hours
    from without_bill_rate
    group by system_name
),

recorded as (
    select
        facts.system_name,
        sum(facts.hours) as hours,
        sum(
            case
                when facts.is_billable and projects.project_type = 'time_and_materials' then facts.hours
                else 0
            end
        ) as billable_hours,
        sum(
            case
                when
                    facts.is_billable
                    and projects.project_type = 'time_and_materials'
                    and facts.bill_rate is not null
                    then facts.hours
                else 0
            end
        ) as priced_hours
    from facts
    left join projects on facts.project_key = projects.project_key
    group by facts.system_name
),

compared as (
    select
        recorded.system_name,
        'hours = hours with one cost rate + hours found without' as check_name,
        recorded.hours as a_value,
        coalesce(rated.hours, 0) + coalesce(unrated.hours, 0) as b_value
    from recorded
    left join rated on recorded.system_name = rated.system_name
    left join unrated on recorded.system_name = unrated.system_name
    union all
    select
        recorded.system_name,
        'billable hours = hours with one bill rate + hours found without' as check_name,
        recorded.billable_hours as a_value,
        recorded.priced_hours + coalesce(unpriced.hours, 0) as b_value
    from recorded
    left join unpriced on recorded.system_name = unpriced.system_name
),

measured as (
    select
        'C17' as control_id,
        check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        system_name as subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
