{#- Of the systems that know a contract, one tells its attributes: `attribute_precedence`. -#}
with

all_identities as (
    select * from {{ ref('int_identities__matched') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'contract'
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
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
        contracts.contract_code,
        contracts.client_id,
        contracts.opportunity_id,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        contracts.currency_code,
        contracts.agreed_amount,
        contracts.signed_date,
        contracts.start_date,
        contracts.end_date,
        contracts.state,
        {{ attribute_precedence() }} as precedence
    from identities
    left join contracts
        on
            identities.system_name = contracts.system_name
            and identities.source_id = contracts.contract_id
    left join systems on identities.system_name = systems.system_name
),

described as (
    select
        ranked.crosswalk_key as contract_key,
        ranked.contract_code,
        ranked.display_name as contract_name,
        clients.crosswalk_key as client_key,
        {{ optional_key(['opportunities.system_name', 'opportunities.opportunity_id']) }}
            as opportunity_key,
        ranked.entity_code,
        ranked.currency_code as transaction_currency_code,
        ranked.agreed_amount as agreed_transaction_amount,
        ranked.signed_date,
        ranked.start_date,
        ranked.end_date,
        coalesce(ranked.state, 'unknown') as state,
        ranked.match_method,
        ranked.is_inferred
    from ranked
    left join all_identities as clients
        on
            clients.entity_type = 'client'
            and ranked.system_name = clients.system_name
            and ranked.client_id = clients.source_id
    left join opportunities
        on
            ranked.system_name = opportunities.system_name
            and ranked.opportunity_id = opportunities.opportunity_id
    where ranked.precedence = 1
)

select * from described
