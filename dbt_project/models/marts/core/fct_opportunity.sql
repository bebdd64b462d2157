{#- Every opportunity of a CRM. The contract that came of it is the one that it names, or else the one that names it; the
    first by its id where several do. -#}
with

opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
),

changes as (
    select * from {{ ref('int_opportunity_changes__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

contract_rows as (
    select * from {{ ref('int_contracts__unioned') }}
    where opportunity_id is not null
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

histories as (
    select
        system_name,
        opportunity_id,
        count(*) as changes,
        min(changed_at) as first_changed_at,
        max(changed_at) as last_changed_at
    from changes
    group by system_name, opportunity_id
),

naming_contracts as (
    select
        system_name,
        opportunity_id,
        min(contract_id) as contract_id
    from contract_rows
    group by system_name, opportunity_id
),

described as (
    select
        {{ surrogate_key(['opportunities.system_name', 'opportunities.opportunity_id']) }}
            as opportunity_key,
        opportunities.system_name,
        opportunities.opportunity_id,
        opportunities.opportunity_name,
        clients.crosswalk_key as client_key,
        projects.crosswalk_key as project_key,
        contracts.crosswalk_key as contract_key,
        systems.entity_code,
        opportunities.opportunity_type,
        opportunities.stage,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.created_date,
        opportunities.close_date,
        opportunities.win_probability_share,
        opportunities.currency_code as transaction_currency_code,
        opportunities.amount as transaction_amount,
        cast(
            {{ in_currency(
                'opportunities.amount',
                'opportunities.currency_code',
                reporting_currency(),
                'to_reporting',
            ) }} as decimal(18, 4)
        ) as reporting_amount,
        cast(coalesce(histories.changes, 0) as integer) as changes,
        histories.first_changed_at,
        histories.last_changed_at,
        opportunities.landed_at as known_at,
        opportunities.delivery_id
    from opportunities
    left join systems on opportunities.system_name = systems.system_name
    left join histories
        on
            opportunities.system_name = histories.system_name
            and opportunities.opportunity_id = histories.opportunity_id
    left join identities as clients
        on
            clients.entity_type = 'client'
            and opportunities.system_name = clients.system_name
            and opportunities.client_id = clients.source_id
    left join identities as projects
        on
            projects.entity_type = 'project'
            and opportunities.system_name = projects.system_name
            and opportunities.project_id = projects.source_id
    left join naming_contracts
        on
            opportunities.system_name = naming_contracts.system_name
            and opportunities.opportunity_id = naming_contracts.opportunity_id
    left join identities as contracts
        on
            contracts.entity_type = 'contract'
            and opportunities.system_name = contracts.system_name
            and coalesce(opportunities.contract_id, naming_contracts.contract_id) = contracts.source_id
    {{ join_fx_rate(
        'to_reporting',
        'opportunities.currency_code',
        reporting_currency(),
        'opportunities.created_date',
    ) }}
)

select * from described
