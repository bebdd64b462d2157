{#- What each person did for whom on each day: the terms of employment where a system tells them, else
    what is said of the person, by any system where the first of them does not say it. What a person's role
    is on a day is asked for here, for bill rates and for cost. -#}
{%- set terms = ['entity_code', 'role', 'practice'] -%}
with

employed_spans as (
    select * from {{ ref('int_person_terms__dated') }}
    where terms_source = 'employment'
),

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

described as (
    select
        identities.crosswalk_key as person_key,
        coalesce(people.entity_code, systems.entity_code) as entity_code,
        {%- for term in terms[1:] %}
            coalesce(
                people.{{ term }}, max(people.{{ term }}) over (partition by identities.crosswalk_key)
            ) as {{ term }},
        {%- endfor %}
        {{ attribute_precedence() }} as precedence
    from identities
    left join people
        on
            identities.system_name = people.system_name
            and identities.source_id = people.person_id
    left join systems on identities.system_name = systems.system_name
),

edges as (
    select
        person_key,
        cast('1900-01-01' as date) as edge_date
    from described
    union
    select
        person_key,
        cast('9999-12-31' as date) as edge_date
    from described
    union
    select
        person_key,
        valid_from as edge_date
    from employed_spans
    union
    select
        person_key,
        valid_before as edge_date
    from employed_spans
),

spans as (
    select
        person_key,
        edge_date as valid_from,
        lead(edge_date) over (partition by person_key order by edge_date) as valid_before
    from edges
),

employed as (
    select
        spans.person_key,
        spans.valid_from,
        spans.valid_before,
    {%- for term in terms %}
        coalesce(employed_spans.{{ term }}, described.{{ term }}) as {{ term }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    from spans
    inner join described on spans.person_key = described.person_key and described.precedence = 1
    left join employed_spans
        on
            spans.person_key = employed_spans.person_key
            and spans.valid_from >= employed_spans.valid_from
            and spans.valid_from < employed_spans.valid_before
    where spans.valid_before is not null
)

select * from employed
