{#- Xero knows a project by its code only, the option of a tracking category on what is billed. -#}
with

invoice_lines as (
    {{ current_rows(ref('stg_xero__invoice_line_items'), 'line_item_id') }}
),

credit_lines as (
    {{ current_rows(ref('stg_xero__credit_note_line_items'), 'line_item_id') }}
),

lines as (
    select
        system_name,
        project_code,
        delivery_id,
        landed_at
    from invoice_lines
    union all
    select
        system_name,
        project_code,
        delivery_id,
        landed_at
    from credit_lines
),

coded as (
    select
        system_name,
        project_code,
        max(delivery_id) as delivery_id,
        max(landed_at) as landed_at
    from lines
    where project_code is not null
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
