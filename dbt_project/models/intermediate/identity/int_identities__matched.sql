with

identities as (
    select * from {{ ref('int_identities__listed') }}
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

matched as (
    select
        identities.identity_key,
        identities.entity_type,
        identities.system_name,
        identities.source_id,
        identities.display_name,
        labels_4.label as crosswalk_key,
        case
            when identities.is_inferred and methods.match_method is null then 'inferred'
            when methods.match_method is not null then methods.match_method
            when deliverers.systems = 1 then 'only_system'
            else 'unmatched'
        end as match_method,
        identities.is_inferred
    from identities
    inner join labels_4 on identities.identity_key = labels_4.identity_key
    inner join deliverers on identities.entity_type = deliverers.entity_type
    left join methods on identities.identity_key = methods.identity_key
)

select * from matched
