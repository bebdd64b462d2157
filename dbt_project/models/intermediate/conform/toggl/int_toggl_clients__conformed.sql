with

clients as (
    {{ current_rows(ref('stg_toggl__clients'), 'client_id') }}
),

conformed as (
    select
        clients.system_name,
        clients.client_id,
        clients.client_name,
        cast(null as {{ dbt.type_string() }}) as parent_client_id,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as email_domain,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        clients.delivery_id,
        clients.landed_at,
        clients.row_hash
    from clients
    where clients.server_deleted_at is null
)

select * from conformed
