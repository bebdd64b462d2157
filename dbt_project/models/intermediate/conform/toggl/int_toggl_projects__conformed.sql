{#- Toggl has no field for a project's code: it stands in square brackets before the name. Without a
    paid plan nobody says whether a project is billable, and its type stays open. -#}
with

projects as (
    {{ current_rows(ref('stg_toggl__projects'), 'project_id') }}
),

workspaces as (
    {{ current_rows(ref('stg_toggl__workspaces'), 'workspace_id') }}
),

coded as (
    select
        projects.*,
        case
            when projects.project_name like '[%]%'
                then nullif(trim(split_part(substr(projects.project_name, 2), ']', 1)), '')
        end as project_code,
        case
            when projects.project_name like '[%]%'
                then nullif(trim(substr(
                    projects.project_name,
                    length(split_part(projects.project_name, ']', 1)) + 2
                )), '')
            else projects.project_name
        end as plain_name
    from projects
    where projects.server_deleted_at is null
),

conformed as (
    select
        coded.system_name,
        coded.project_id,
        coded.project_code,
        coalesce(coded.plain_name, coded.project_name) as project_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        coded.client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        case
            when not coded.is_billable then 'internal'
            when coded.fee > 0 then 'fixed_fee'
            when coded.is_billable then 'time_and_materials'
        end as project_type,
        cast(null as {{ dbt.type_string() }}) as practice,
        coalesce(coded.currency_code, workspaces.default_currency_code) as currency_code,
        {{ exact_quotient('coded.estimated_seconds', '3600', 6) }} as budget_hours,
        nullif(coded.fee, 0) as budget_amount,
        coded.start_date,
        coded.end_date,
        case when coded.is_active then 'open' else 'closed' end as state,
        coded.delivery_id,
        coded.landed_at,
        coded.row_hash
    from coded
    left join workspaces
        on
            coded.system_name = workspaces.system_name
            and coded.workspace_id = workspaces.workspace_id
)

select * from conformed
