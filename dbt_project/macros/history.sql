{#- How systems described a thing over time: a row for each span of days in which the columns `told` were the same. What
    was said first is taken for all days before, as nobody knows better, and of several versions of one day the
    last counts. A row that is gone at the source is as it was last. Systems whose versions are not here have one
    row, as it stands now. -#}
{% macro descriptions_over_time(thing, told) -%}
    {%- set id = conformed_things()[thing]['key'] -%}
    {%- set listed = ['system_name', id] + told -%}
    with

    versions as (
        {{ canonical_versions(thing) }}
    ),

    current_rows as (
        select * from {{ ref('int_' ~ thing ~ '__unioned') }}
    ),

    systems_with_versions as (
        select distinct system_name
        from versions
    ),

    last_of_day as (
        select
            {{ listed | join(', ') }},
            is_deleted,
            landed_at,
            cast(landed_at as date) as known_date,
            {{ surrogate_key(told + ['is_deleted']) }} as description_hash,
            row_number() over (
                partition by system_name, {{ id }}, cast(landed_at as date)
                order by delivery_number desc, landed_at desc
            ) as recency
        from versions
    ),

    followed as (
        select
            *,
            lag(description_hash) over (partition by system_name, {{ id }} order by known_date) as hash_before
        from last_of_day
        where recency = 1
    ),

    spans as (
        select
            {{ listed | join(', ') }},
            is_deleted,
            landed_at as known_at,
            case when hash_before is null then cast('1900-01-01' as date) else known_date end as valid_from,
            lead(known_date, 1, cast('9999-12-31' as date)) over (
                partition by system_name, {{ id }} order by known_date
            ) as valid_before
        from followed
        where hash_before is null or hash_before <> description_hash
    ),

    dated as (
        select * from spans
        union all
        select
            {% for column in listed %}
                current_rows.{{ column }},
            {% endfor %}
            false as is_deleted,
            current_rows.landed_at as known_at,
            cast('1900-01-01' as date) as valid_from,
            cast('9999-12-31' as date) as valid_before
        from current_rows
        left join systems_with_versions on current_rows.system_name = systems_with_versions.system_name
        where systems_with_versions.system_name is null
    )

    select * from dated
{%- endmacro %}

{#- The rows that describe a thing, by the keys that they are known by; what no system has any more, by the rows that
    it was known by. -#}
{% macro identities_over_time(entity_type) -%}
    select
        all_identities.crosswalk_key,
        all_identities.system_name,
        all_identities.source_id,
        all_identities.is_inferred
    from {{ ref('int_identities__matched') }} as all_identities
    where all_identities.entity_type = '{{ entity_type }}' and all_identities.system_name is not null
    union all
    select
        known_identities.crosswalk_key,
        known_identities.system_name,
        known_identities.source_id,
        all_identities.is_inferred
    from {{ ref('stg_evenkeel__known_identities') }} as known_identities
    inner join {{ ref('int_identities__matched') }} as all_identities
        on
            known_identities.crosswalk_key = all_identities.crosswalk_key
            and known_identities.entity_type = all_identities.entity_type
            and all_identities.system_name is null
    where known_identities.entity_type = '{{ entity_type }}'
{%- endmacro %}
