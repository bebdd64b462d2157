{#- Of the systems that know a person, one tells its attributes: `attribute_precedence`. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

ranked as (
    select
        identities.crosswalk_key,
        identities.display_name,
        identities.is_inferred,
        identities.match_method,
        people.email,
        people.role,
        people.practice,
        people.region,
        coalesce(people.entity_code, systems.entity_code) as entity_code,
        people.weekly_capacity_hours,
        people.start_date,
        people.end_date,
        {{ attribute_precedence() }} as precedence
    from identities
    left join people
        on
            identities.system_name = people.system_name
            and identities.source_id = people.person_id
    left join systems on identities.system_name = systems.system_name
),

described as (
    select
        crosswalk_key as person_key,
        display_name as person_name,
        email,
        role,
        practice,
        region,
        entity_code,
        weekly_capacity_hours,
        start_date,
        end_date,
        match_method,
        is_inferred
    from ranked
    where precedence = 1
)

select * from described
