{#- Of the systems that know a project, one tells its attributes: `attribute_precedence`; one that says
    no more than its code comes last. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
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
        projects.project_code,
        projects.client_id,
        projects.contract_id,
        projects.entity_code,
        systems.entity_code as system_entity_code,
        projects.project_type,
        projects.practice,
        projects.currency_code,
        projects.budget_hours,
        projects.budget_amount,
        projects.start_date,
        projects.end_date,
        projects.state,
        {{ attribute_precedence(last_where='projects.project_type is null') }} as precedence
    from identities
    left join projects
        on
            identities.system_name = projects.system_name
            and identities.source_id = projects.project_id
    left join systems on identities.system_name = systems.system_name
),

all_identities as (
    select * from {{ ref('int_identities__matched') }}
),

-- Often only one of the systems knows of contracts.
contracts as (
    select
        ranked.crosswalk_key,
        contracts.crosswalk_key as contract_key,
        row_number() over (partition by ranked.crosswalk_key order by ranked.precedence)
            as precedence
    from ranked
    inner join all_identities as contracts
        on
            contracts.entity_type = 'contract'
            and ranked.system_name = contracts.system_name
            and ranked.contract_id = contracts.source_id
),

described as (
    select
        ranked.crosswalk_key as project_key,
        ranked.project_code,
        ranked.display_name as project_name,
        clients.crosswalk_key as client_key,
        contracts.contract_key,
        coalesce(ranked.entity_code, ranked.system_entity_code) as entity_code,
        coalesce(ranked.project_type, 'unknown') as project_type,
        ranked.practice,
        ranked.currency_code,
        ranked.budget_hours,
        ranked.budget_amount,
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
    left join contracts
        on ranked.crosswalk_key = contracts.crosswalk_key and contracts.precedence = 1
    where ranked.precedence = 1
)

select * from described
