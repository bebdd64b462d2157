{#- In which legal entity's books a project is kept, and where it stands now, as `dim_project` tells it:
    of the systems that know it, one tells. -#}
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

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

ranked as (
    select
        identities.crosswalk_key as project_key,
        coalesce(projects.entity_code, systems.entity_code) as entity_code,
        projects.state,
        {{ attribute_precedence(last_where='projects.project_type is null') }} as precedence
    from identities
    left join projects
        on
            identities.system_name = projects.system_name
            and identities.source_id = projects.project_id
    left join systems on identities.system_name = systems.system_name
),

assigned as (
    select
        ranked.project_key,
        ranked.entity_code,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        coalesce(ranked.state in ('closed', 'cancelled'), false) as is_over
    from ranked
    left join entities on ranked.entity_code = entities.entity_code
    where ranked.precedence = 1
)

select * from assigned
