{#- The crosswalk: which key each row of a system that is a client, contract, person or project has, and
    which it had before. The next night reads it back, so that keys do not move. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where system_name is not null
),

known as (
    select * from {{ ref('stg_evenkeel__known_identities') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

present as (
    select
        identities.entity_type,
        identities.system_name,
        identities.source_id,
        case when identities.entity_type <> 'person' then identities.display_name end as display_name,
        identities.crosswalk_key,
        identities.match_method,
        coalesce(known.known_since, run.as_of_date) as known_since,
        true as is_current
    from identities
    cross join run
    left join known
        on
            identities.entity_type = known.entity_type
            and identities.system_name = known.system_name
            and identities.source_id = known.source_id
            and identities.crosswalk_key = known.crosswalk_key
),

past as (
    select
        known.entity_type,
        known.system_name,
        known.source_id,
        known.display_name,
        known.crosswalk_key,
        'former' as match_method,
        known.known_since,
        false as is_current
    from known
    left join identities
        on
            known.entity_type = identities.entity_type
            and known.system_name = identities.system_name
            and known.source_id = identities.source_id
            and known.crosswalk_key = identities.crosswalk_key
    where identities.crosswalk_key is null
),

all_rows as (
    select * from present
    union all
    select * from past
),

described as (
    select
        {{ surrogate_key(['entity_type', 'system_name', 'source_id', 'crosswalk_key']) }} as crosswalk_row_key,
        entity_type,
        system_name,
        source_id,
        display_name,
        crosswalk_key,
        match_method,
        known_since,
        is_current
    from all_rows
)

select * from described
