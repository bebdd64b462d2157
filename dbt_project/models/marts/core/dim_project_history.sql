{#- How each project was described over time by the system that describes it now; what was said first stands for all days
    before. dim_project has each project once, as it stands now, so that a fact joined with it keeps its rows. -#}
with

projects as (
    select * from {{ ref('dim_project') }}
),

descriptions as (
    select * from {{ ref('int_project_descriptions__dated') }}
),

rows_now as (
    select * from {{ ref('int_projects__unioned') }}
),

all_identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

identities as (
    {{ identities_over_time('project') }}
),

ranked as (
    select
        identities.crosswalk_key,
        identities.system_name,
        identities.source_id,
        systems.entity_code,
        {{ attribute_precedence(last_where='rows_now.project_type is null') }} as precedence
    from identities
    left join rows_now
        on
            identities.system_name = rows_now.system_name
            and identities.source_id = rows_now.project_id
    left join systems on identities.system_name = systems.system_name
),

described as (
    select
        {{ surrogate_key(['projects.project_key', 'descriptions.valid_from']) }} as project_history_key,
        projects.project_key,
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
        coalesce(descriptions.is_deleted, projects.match_method = 'former') as is_gone,
        coalesce(descriptions.project_code, projects.project_code) as project_code,
        coalesce(descriptions.project_name, projects.project_name) as project_name,
        case when descriptions.project_id is null then projects.client_key else clients.crosswalk_key end
            as client_key,
        coalesce(contracts.crosswalk_key, projects.contract_key) as contract_key,
        coalesce(descriptions.entity_code, ranked.entity_code, projects.entity_code) as entity_code,
        coalesce(descriptions.project_type, projects.project_type) as project_type,
        descriptions.practice,
        descriptions.currency_code,
        descriptions.budget_hours,
        descriptions.budget_amount,
        descriptions.start_date,
        descriptions.end_date,
        coalesce(descriptions.state, projects.state) as state
    from projects
    left join ranked
        on
            projects.project_key = ranked.crosswalk_key
            and ranked.precedence = 1
    left join descriptions
        on
            ranked.system_name = descriptions.system_name
            and ranked.source_id = descriptions.project_id
    left join all_identities as clients
        on
            clients.entity_type = 'client'
            and descriptions.system_name = clients.system_name
            and descriptions.client_id = clients.source_id
    left join all_identities as contracts
        on
            contracts.entity_type = 'contract'
            and descriptions.system_name = contracts.system_name
            and descriptions.contract_id = contracts.source_id
)

select * from described
