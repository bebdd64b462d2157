{#- Of the systems that know a client, one tells its attributes: `attribute_precedence`. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'client'
),

clients as (
    select * from {{ ref('int_clients__unioned') }}
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
        identities.system_name,
        clients.parent_client_id,
        clients.email_domain,
        clients.country_code,
        clients.region,
        {{ attribute_precedence() }} as precedence
    from identities
    left join clients
        on
            identities.system_name = clients.system_name
            and identities.source_id = clients.client_id
    left join systems on identities.system_name = systems.system_name
),

known_in as (
    select
        crosswalk_key,
        count(distinct system_name) as systems
    from identities
    group by crosswalk_key
),

described as (
    select
        ranked.crosswalk_key as client_key,
        ranked.display_name as client_name,
        parents.crosswalk_key as parent_client_key,
        ranked.email_domain,
        ranked.country_code,
        ranked.region,
        cast(known_in.systems as integer) as known_in_systems,
        ranked.match_method,
        ranked.is_inferred
    from ranked
    inner join known_in on ranked.crosswalk_key = known_in.crosswalk_key
    left join identities as parents
        on
            ranked.system_name = parents.system_name
            and ranked.parent_client_id = parents.source_id
    where ranked.precedence = 1
)

select * from described
