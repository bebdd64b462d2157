{#- What each person did from day to day, by their terms of employment, or else by what the systems say of
    them now. The first role counts for all days before it too. -#}
with

employments as (
    select * from {{ ref('int_employments__unioned') }}
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

told as (
    select
        identities.crosswalk_key as person_key,
        employments.valid_from,
        employments.role,
        employments.system_name,
        employments.employment_id as source_id,
        1 as precedence
    from employments
    inner join identities
        on
            employments.system_name = identities.system_name
            and employments.person_id = identities.source_id
    where employments.role is not null
    union all
    select
        identities.crosswalk_key as person_key,
        cast('1900-01-01' as date) as valid_from,
        people.role,
        people.system_name,
        people.person_id as source_id,
        2 as precedence
    from people
    inner join identities
        on
            people.system_name = identities.system_name
            and people.person_id = identities.source_id
    where people.role is not null
),

ranked as (
    select
        told.*,
        min(precedence) over (partition by person_key) as best_precedence,
        row_number() over (
            partition by person_key, precedence, valid_from
            order by system_name asc, source_id asc
        ) as place
    from told
),

starts as (
    select
        person_key,
        lower(trim(role)) as role_name,
        valid_from,
        row_number() over (partition by person_key order by valid_from) as number
    from ranked
    where precedence = best_precedence and place = 1
),

dated as (
    select
        person_key,
        role_name,
        case when number = 1 then cast('1900-01-01' as date) else valid_from end as valid_from,
        lead(valid_from, 1, cast('9999-12-31' as date)) over (
            partition by person_key
            order by valid_from
        ) as valid_before
    from starts
)

select * from dated
