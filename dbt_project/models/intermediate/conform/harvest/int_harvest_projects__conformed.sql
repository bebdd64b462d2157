with

projects as (
    {{ current_rows(ref('stg_harvest__projects'), 'project_id') }}
),

conformed as (
    select
        projects.system_name,
        projects.project_id,
        projects.project_code,
        projects.project_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        projects.client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        case
            when not projects.is_billable then 'internal'
            when projects.is_fixed_fee then 'fixed_fee'
            else 'time_and_materials'
        end as project_type,
        cast(null as {{ dbt.type_string() }}) as practice,
        projects.currency_code,
        case when projects.budget_by in ('project', 'task', 'person') then projects.budget end as budget_hours,
        coalesce(projects.fee, projects.cost_budget) as budget_amount,
        projects.start_date,
        projects.end_date,
        case when projects.is_active then 'open' else 'closed' end as state,
        projects.delivery_id,
        projects.landed_at,
        projects.row_hash
    from projects
)

select * from conformed
