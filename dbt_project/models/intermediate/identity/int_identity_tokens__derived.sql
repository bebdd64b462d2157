with

identities as (
    select * from {{ ref('int_identities__listed') }}
),

corrections as (
    select * from {{ ref('stg_evenkeel__crosswalk_corrections') }}
),

corrected as (
    select
        identities.identity_key,
        identities.entity_type,
        corrections.same_as_system_name,
        corrections.same_as_source_id
    from corrections
    inner join identities
        on
            corrections.entity_type = identities.entity_type
            and corrections.system_name = identities.system_name
            and corrections.source_id = identities.source_id
),

corrected_tokens as (
    select
        corrected.identity_key,
        corrected.entity_type,
        'correction' as match_method,
        concat(corrected.same_as_system_name, ':', corrected.same_as_source_id) as token
    from corrected
    where corrected.same_as_source_id is not null
),

correction_targets as (
    select
        identities.identity_key,
        identities.entity_type,
        'correction' as match_method,
        concat(identities.system_name, ':', identities.source_id) as token
    from identities
    inner join corrected_tokens
        on
            identities.entity_type = corrected_tokens.entity_type
            and corrected_tokens.token = concat(identities.system_name, ':', identities.source_id)
),

uncorrected as (
    select identities.*
    from identities
    left join corrected on identities.identity_key = corrected.identity_key
    where corrected.identity_key is null
),

shared_tokens as (
    select
        identity_key,
        entity_type,
        'shared_id' as match_method,
        shared_id as token
    from uncorrected
    where shared_id is not null
    union all
    select
        identity_key,
        entity_type,
        'shared_id' as match_method,
        concat(system_name, ':', source_id) as token
    from uncorrected
),

rule_candidates as (
    select
        identity_key,
        entity_type,
        system_name,
        'name' as rule,
        {{ normalised_name('display_name') }} as token
    from uncorrected
    where not is_inferred
    union all
    select
        identity_key,
        entity_type,
        system_name,
        'email' as rule,
        lower(email) as token
    from uncorrected
    union all
    select
        identity_key,
        entity_type,
        system_name,
        'code' as rule,
        upper(trim(code)) as token
    from uncorrected
    union all
    select
        identity_key,
        entity_type,
        system_name,
        'domain' as rule,
        lower(email_domain) as token
    from uncorrected
),

rule_tokens as (
    select
        identity_key,
        entity_type,
        'rule' as match_method,
        concat(rule, ':', token) as token,
        count(*) over (partition by entity_type, system_name, rule, token) as holders
    from rule_candidates
    where
        nullif(token, '') is not null
        and concat(entity_type, ':', rule) in ('{{ var("crosswalk_rules") | join("', '") }}')
),

tokens as (
    select
        identity_key,
        entity_type,
        match_method,
        token
    from corrected_tokens
    union
    select
        identity_key,
        entity_type,
        match_method,
        token
    from correction_targets
    union
    select
        identity_key,
        entity_type,
        match_method,
        token
    from shared_tokens
    union
    -- A token that two rows of one system hold says nothing about which of them is meant.
    select
        identity_key,
        entity_type,
        match_method,
        token
    from rule_tokens
    where holders = 1
)

select * from tokens
