{#- What the approved versions of contracts agreed, each on the days on which it is in force: from when it is both
    effective and approved until a later one is. One that a later one replaced before it was in force is of no day. -#}
with

dated as (
    select * from {{ ref('int_contract_versions__dated') }}
    where in_force_from < in_force_before
),

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'contract'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

described as (
    select
        {{ surrogate_key(['dated.system_name', 'dated.contract_version_id']) }} as contract_version_key,
        identities.crosswalk_key as contract_key,
        dated.system_name,
        dated.contract_version_id,
        dated.version_number,
        dated.modification_type,
        versions.reason as change_reason,
        versions.effective_date,
        versions.approved_date,
        dated.in_force_from as valid_from,
        case
            when dated.in_force_before < cast('9999-12-31' as date)
                then {{ plus_days('dated.in_force_before', -1) }}
        end as valid_to,
        dated.currency_code as transaction_currency_code,
        cast(dated.fixed_amount as decimal(18, 2)) as fixed_price_transaction_amount,
        cast(dated.not_to_exceed_amount as decimal(18, 2)) as cap_transaction_amount,
        run.as_of_date >= dated.in_force_from and run.as_of_date < dated.in_force_before as is_in_force
    from dated
    cross join run
    inner join versions
        on
            dated.system_name = versions.system_name
            and dated.contract_version_id = versions.contract_version_id
    left join identities
        on
            dated.system_name = identities.system_name
            and dated.contract_id = identities.source_id
)

select * from described
