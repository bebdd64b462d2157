{#- The entries of the rate card with the days they are in force on, as far as none for the same hours counts before
    them (`spans_in_force`). An entry for a project, client or person that no other row names prices no hour and is
    left out. -#}
{%- set hours = ['priority', 'project_key', 'client_key', 'person_key', 'role_name', 'currency_code'] -%}
with

bill_rates as (
    select * from {{ ref('int_bill_rates__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

keyed as (
    select
        bill_rates.system_name,
        bill_rates.bill_rate_id,
        bill_rates.bill_rate,
        bill_rates.currency_code,
        projects.crosswalk_key as project_key,
        case when bill_rates.project_id is null then clients.crosswalk_key end as client_key,
        people.crosswalk_key as person_key,
        case
            when bill_rates.person_id is null then lower(trim(bill_rates.role))
        end as role_name,
        case
            when bill_rates.project_id is not null then 0
            when bill_rates.client_id is not null then 3
            else 6
        end + case
            when bill_rates.person_id is not null then 1
            when trim(bill_rates.role) <> '' then 2
            else 3
        end as priority,
        coalesce(bill_rates.valid_from, cast('1900-01-01' as date)) as valid_from,
        {{ plus_days('bill_rates.valid_to', 1) }} as stated_before
    from bill_rates
    left join identities as projects
        on
            projects.entity_type = 'project'
            and bill_rates.system_name = projects.system_name
            and bill_rates.project_id = projects.source_id
    left join identities as clients
        on
            clients.entity_type = 'client'
            and bill_rates.system_name = clients.system_name
            and bill_rates.client_id = clients.source_id
    left join identities as people
        on
            people.entity_type = 'person'
            and bill_rates.system_name = people.system_name
            and bill_rates.person_id = people.source_id
    where
        (bill_rates.project_id is null or projects.crosswalk_key is not null)
        and (
            bill_rates.project_id is not null
            or bill_rates.client_id is null
            or clients.crosswalk_key is not null
        )
        and (bill_rates.person_id is null or people.crosswalk_key is not null)
),

entries as (
    select
        *,
        {{ surrogate_key(['system_name', 'bill_rate_id']) }} as entry_key,
        {{ surrogate_key(hours) }} as subject_key
    from keyed
),

{{ spans_in_force('entries', 'bill_rate_id') }},

dated as (
    select
        entries.system_name,
        entries.bill_rate_id,
        entries.priority,
        entries.priority > 6 as is_list_price,
        entries.project_key,
        entries.client_key,
        entries.person_key,
        entries.role_name,
        spans.valid_from,
        spans.valid_before,
        entries.bill_rate,
        entries.currency_code
    from spans
    inner join entries on spans.entry_key = entries.entry_key
)

select * from dated
