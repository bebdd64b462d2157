{#- C02: no hour is lost or doubled between the time systems and the time mart. Hours in quarantine
    are counted by C01, which ties deliveries to staging. -#}
with

time_entries as (
    select * from {{ ref('int_time_entries__unioned') }}
),

facts as (
    select * from {{ ref('fct_time_entry') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

source_hours as (
    select
        system_name,
        cast({{ dbt.date_trunc('month', 'work_date') }} as date) as work_month,
        sum(hours) as hours
    from time_entries
    group by system_name, cast({{ dbt.date_trunc('month', 'work_date') }} as date)
),

mart_hours as (
    select
        system_name,
        cast({{ dbt.date_trunc('month', 'service_date') }} as date) as work_month,
        sum(hours) as hours
    from facts
    group by system_name, cast({{ dbt.date_trunc('month', 'service_date') }} as date)
),

measured as (
    select
        'C02' as control_id,
        'hours at source = hours in fct_time_entry' as check_name,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(
            coalesce(source_hours.system_name, mart_hours.system_name),
            ' ',
            cast(coalesce(source_hours.work_month, mart_hours.work_month) as {{ dbt.type_string() }})
        ) as subject,
        cast(coalesce(source_hours.hours, 0) as decimal(38, 9)) as a_value,
        cast(coalesce(mart_hours.hours, 0) as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from source_hours
    full outer join mart_hours
        on
            source_hours.system_name = mart_hours.system_name
            and source_hours.work_month = mart_hours.work_month
    left join systems on coalesce(source_hours.system_name, mart_hours.system_name) = systems.system_name
)

select * from measured
