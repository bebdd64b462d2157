with

identities as (
    select * from {{ ref('int_identities__listed') }}
),

known as (
    select * from {{ ref('stg_evenkeel__known_identities') }}
),

all_tokens as (
    select * from {{ ref('int_identity_tokens__derived') }}
),

linked as (
    select
        identity_key,
        match_method,
        concat(entity_type, '|', match_method, '|', token) as token,
        count(*) over (partition by entity_type, match_method, token) as holders
    from all_tokens
),

tokens as (
    select
        identity_key,
        match_method,
        token
    from linked
    where holders > 1
),

labels_0 as (
    select
        identity_key,
        identity_key as label
    from identities
),

{% for step in range(1, 5) %}
    token_labels_{{ step }} as (
        select
            tokens.token,
            min(known.label) as label
        from tokens
        inner join labels_{{ step - 1 }} as known on tokens.identity_key = known.identity_key
        group by tokens.token
    ),

    labels_{{ step }} as (
        select
            known.identity_key,
            min(least(known.label, coalesce(shared.label, known.label))) as label
        from labels_{{ step - 1 }} as known
        left join tokens on known.identity_key = tokens.identity_key
        left join token_labels_{{ step }} as shared on tokens.token = shared.token
        group by known.identity_key
    ),

{% endfor %}
methods as (
    select
        identity_key,
        -- The surest of the ways in which a row was matched: correction, rule, shared id in the
        -- order people must be able to overrule.
        min(match_method) as match_method
    from tokens
    group by identity_key
),

deliverers as (
    select
        entity_type,
        count(distinct system_name) as systems
    from identities
    group by entity_type
),

-- Keys do not move: a group keeps the key that one of its rows was published with first.
claims as (
    select
        labels_4.label,
        known.crosswalk_key,
        max(case when identities.identity_key = known.crosswalk_key then 1 else 0 end) as is_own,
        row_number() over (
            partition by labels_4.label
            order by
                max(case when known.is_current then 1 else 0 end) desc,
                min(known.known_since) asc,
                known.crosswalk_key asc
        ) as place
    from identities
    inner join labels_4 on identities.identity_key = labels_4.identity_key
    inner join known
        on
            identities.entity_type = known.entity_type
            and identities.system_name = known.system_name
            and identities.source_id = known.source_id
    group by labels_4.label, known.crosswalk_key
),

heirs as (
    select
        label,
        crosswalk_key,
        row_number() over (partition by crosswalk_key order by is_own desc, label asc) as place
    from claims
    where place = 1
),

kept as (
    select
        label,
        crosswalk_key
    from heirs
    where place = 1
),

group_labels as (
    select distinct label
    from labels_4
),

group_keys as (
    select
        group_labels.label,
        case
            when kept.crosswalk_key is not null then kept.crosswalk_key
            when taken.crosswalk_key is null then group_labels.label
            else {{ surrogate_key(['group_labels.label', "'anew'"]) }}
        end as crosswalk_key
    from group_labels
    left join kept on group_labels.label = kept.label
    left join kept as taken on group_labels.label = taken.crosswalk_key
),

current_identities as (
    select
        identities.identity_key,
        identities.entity_type,
        identities.system_name,
        identities.source_id,
        identities.display_name,
        group_keys.crosswalk_key,
        case
            when identities.is_inferred and methods.match_method is null then 'inferred'
            when methods.match_method is not null then methods.match_method
            when deliverers.systems = 1 then 'only_system'
            else 'unmatched'
        end as match_method,
        identities.is_inferred
    from identities
    inner join labels_4 on identities.identity_key = labels_4.identity_key
    inner join group_keys on labels_4.label = group_keys.label
    inner join deliverers on identities.entity_type = deliverers.entity_type
    left join methods on identities.identity_key = methods.identity_key
),

-- Keys that were published and that no row has any more: closed periods may name them.
former as (
    select
        known.entity_type,
        known.crosswalk_key,
        max(known.display_name) as display_name
    from known
    left join current_identities on known.crosswalk_key = current_identities.crosswalk_key
    where current_identities.crosswalk_key is null
    group by known.entity_type, known.crosswalk_key
),

matched as (
    select
        identity_key,
        entity_type,
        system_name,
        source_id,
        display_name,
        crosswalk_key,
        match_method,
        is_inferred
    from current_identities
    union all
    select
        {{ surrogate_key(["'former'", 'crosswalk_key']) }} as identity_key,
        entity_type,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        display_name,
        crosswalk_key,
        'former' as match_method,
        true as is_inferred
    from former
)

select * from matched
