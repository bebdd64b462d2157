{#- A project is a root of the work tree; how it is invoiced says what type it is. -#}
with

works as (
    {{ current_rows(ref('stg_tryton__projects'), 'work_id') }}
),

statuses as (
    {{ current_rows(ref('stg_tryton__project_statuses'), 'status_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

efforts as (
    select
        system_name,
        split_part(work_path, '/', 1) as project_id,
        sum(effort_seconds) as effort_seconds
    from works
    group by system_name, split_part(work_path, '/', 1)
),

conformed as (
    select
        works.system_name,
        works.work_id as project_id,
        works.work_number as project_code,
        works.work_name as project_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        works.party_id as client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        case
            when works.party_id is null then 'internal'
            when works.project_invoice_method = 'timesheet' then 'time_and_materials'
            when works.project_invoice_method = 'progress' then 'milestone'
            else 'fixed_fee'
        end as project_type,
        cast(null as {{ dbt.type_string() }}) as practice,
        currencies.currency_code,
        {{ exact_quotient('efforts.effort_seconds', '3600', 6) }} as budget_hours,
        cast(null as decimal(18, 4)) as budget_amount,
        cast(null as date) as start_date,
        cast(null as date) as end_date,
        case when statuses.progress_share = 1 then 'closed' else 'open' end as state,
        works.delivery_id,
        works.landed_at,
        works.row_hash
    from works
    left join statuses
        on works.system_name = statuses.system_name and works.status_id = statuses.status_id
    left join companies
        on works.system_name = companies.system_name and works.company_id = companies.company_id
    left join currencies
        on
            companies.system_name = currencies.system_name
            and companies.currency_id = currencies.currency_id
    left join efforts
        on works.system_name = efforts.system_name and works.work_id = efforts.project_id
    where works.work_type = 'project' and works.parent_work_id is null
)

select * from conformed
