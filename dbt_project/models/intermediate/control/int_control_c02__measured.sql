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

both_sides as (
    select
        system_name,
        cast({{ dbt.date_trunc('month', 'work_date') }} as date) as work_month,
        hours as source_hours,
        cast(0 as decimal(18, 6)) as mart_hours
    from time_entries
    union all
    select
        system_name,
        cast({{ dbt.date_trunc('month', 'service_date') }} as date) as work_month,
        cast(0 as decimal(18, 6)) as source_hours,
        hours as mart_hours
    from facts
),

compared as (
    select
        system_name,
        work_month,
        sum(source_hours) as source_hours,
        sum(mart_hours) as mart_hours
    from both_sides
    group by system_name, work_month
),

measured as (
    select
        'C02' as control_id,
        'hours at source = hours in fct_time_entry' as check_name,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(compared.system_name, ' ', cast(compared.work_month as {{ dbt.type_string() }}))
            as subject,
        cast(compared.source_hours as decimal(38, 9)) as a_value,
        cast(compared.mart_hours as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
    left join systems on compared.system_name = systems.system_name
)

select * from measured
