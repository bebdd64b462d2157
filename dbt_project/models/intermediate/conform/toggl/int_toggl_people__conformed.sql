with

users as (
    {{ current_rows(ref('stg_toggl__users'), 'user_id') }}
),

conformed as (
    select
        users.system_name,
        users.user_id as person_id,
        users.person_name,
        users.email,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as role,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as decimal(18, 6)) as weekly_capacity_hours,
        cast(null as date) as start_date,
        cast(null as date) as end_date,
        users.delivery_id,
        users.landed_at,
        users.row_hash
    from users
)

select * from conformed
