{{ config(materialized='view') }}
{#- What each time entry was for, and whether it is ahead of the as-of day: leave may be recorded, and paid, before
    it is taken. Leave is leave whatever else an entry says, and time that the client is to pay for is billable
    whatever its category; time on a project that no system describes, or on none, is not mapped. -#}
with

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

described_projects as (
    select distinct crosswalk_key as project_key
    from identities
    where not is_inferred
),

classed as (
    select
        time_entries.system_name,
        time_entries.time_entry_id,
        time_entries.person_key,
        time_entries.entity_code,
        time_entries.project_key,
        time_entries.work_date,
        {{ week_of('time_entries.work_date') }} as week_start_date,
        time_entries.period_code,
        time_entries.hours,
        time_entries.time_category,
        case
            when time_entries.time_category = 'leave' then 'leave'
            when time_entries.is_billable then 'billable'
            when time_entries.time_category = 'delivery' then 'client_nonbillable'
            else time_entries.time_category
        end as hours_class,
        time_entries.time_category not in ('leave', 'bench')
        and described_projects.project_key is null as is_unmapped,
        time_entries.work_date > run.as_of_date as is_ahead,
        time_entries.cost_currency_code,
        time_entries.cost_transaction_amount,
        time_entries.functional_currency_code,
        time_entries.cost_functional_amount,
        time_entries.reporting_currency_code,
        time_entries.cost_reporting_amount
    from time_entries
    cross join run
    left join described_projects on time_entries.project_key = described_projects.project_key
)

select * from classed
