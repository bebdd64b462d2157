{#- The entries of the rate card with the days they are valid on. Of two entries for the same hours that
    start on one day the later id counts, and an entry ends where the next one begins. An entry for a
    project, client or person that no other row names prices no hour and is left out. -#}
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
        coalesce(bill_rates.valid_to, cast('9999-12-30' as date)) as valid_to
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

ranked as (
    select
        keyed.*,
        row_number() over (
            partition by {{ hours | join(', ') }}, valid_from
            order by bill_rate_id desc, system_name asc
        ) as start_rank
    from keyed
),

dated as (
    select
        system_name,
        bill_rate_id,
        priority,
        priority > 6 as is_list_price,
        project_key,
        client_key,
        person_key,
        role_name,
        valid_from,
        least(
            {{ plus_days('valid_to', 1) }},
            lead(valid_from, 1, cast('9999-12-31' as date)) over (
                partition by {{ hours | join(', ') }}
                order by valid_from
            )
        ) as valid_before,
        bill_rate,
        currency_code
    from ranked
    where start_rank = 1
)

select * from dated
