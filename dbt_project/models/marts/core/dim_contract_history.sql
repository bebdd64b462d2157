{#- How each contract was described over time by the system that describes it now; what was said first stands for all
    days before. dim_contract has each contract once, as it stands now; what its approved versions agreed is
    dim_contract_version. -#}
with

contracts as (
    select * from {{ ref('dim_contract') }}
),

descriptions as (
    select * from {{ ref('int_contract_descriptions__dated') }}
),

all_identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

identities as (
    {{ identities_over_time('contract') }}
),

ranked as (
    select
        identities.crosswalk_key,
        identities.system_name,
        identities.source_id,
        systems.entity_code,
        {{ attribute_precedence() }} as precedence
    from identities
    left join systems on identities.system_name = systems.system_name
),

described as (
    select
        {{ surrogate_key(['contracts.contract_key', 'descriptions.valid_from']) }} as contract_history_key,
        contracts.contract_key,
        ranked.system_name,
        case
            when descriptions.valid_from > cast('1900-01-01' as date) then descriptions.valid_from
        end as valid_from,
        case
            when descriptions.valid_before < cast('9999-12-31' as date)
                then {{ plus_days('descriptions.valid_before', -1) }}
        end as valid_to,
        descriptions.known_at,
        coalesce(descriptions.valid_before, cast('9999-12-31' as date)) = cast('9999-12-31' as date) as is_latest,
        coalesce(descriptions.is_deleted, contracts.match_method = 'former') as is_gone,
        coalesce(descriptions.contract_code, contracts.contract_code) as contract_code,
        coalesce(descriptions.contract_name, contracts.contract_name) as contract_name,
        case when descriptions.contract_id is null then contracts.client_key else clients.crosswalk_key end
            as client_key,
        coalesce(descriptions.entity_code, ranked.entity_code, contracts.entity_code) as entity_code,
        descriptions.currency_code as transaction_currency_code,
        descriptions.agreed_amount as agreed_transaction_amount,
        descriptions.signed_date,
        descriptions.start_date,
        descriptions.end_date,
        coalesce(descriptions.state, contracts.state) as state
    from contracts
    left join ranked
        on
            contracts.contract_key = ranked.crosswalk_key
            and ranked.precedence = 1
    left join descriptions
        on
            ranked.system_name = descriptions.system_name
            and ranked.source_id = descriptions.contract_id
    left join all_identities as clients
        on
            clients.entity_type = 'client'
            and descriptions.system_name = clients.system_name
            and descriptions.client_id = clients.source_id
)

select * from described
