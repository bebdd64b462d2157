{#- Salesforce knows a project by its code only, a custom field of what was sold. -#}
with

opportunities as (
    {{ current_rows(ref('stg_salesforce__opportunities'), 'opportunity_id') }}
),

coded as (
    select
        system_name,
        project_code,
        max(delivery_id) as delivery_id,
        max(landed_at) as landed_at
    from opportunities
    where project_code is not null and not is_in_recycle_bin
    group by system_name, project_code
),

conformed as (
    select
        coded.system_name,
        coded.project_code as project_id,
        coded.project_code,
        coded.project_code as project_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as project_type,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as currency_code,
        cast(null as decimal(18, 6)) as budget_hours,
        cast(null as decimal(18, 4)) as budget_amount,
        cast(null as date) as start_date,
        cast(null as date) as end_date,
        cast(null as {{ dbt.type_string() }}) as state,
        coded.delivery_id,
        coded.landed_at,
        {{ surrogate_key(['coded.project_code']) }} as row_hash
    from coded
)

select * from conformed
