{#- Roles arrive as the text of a JSON list, and become the names in it. -#}
with

users as (
    {{ current_rows(ref('stg_harvest__users'), 'user_id') }}
),

conformed as (
    select
        users.system_name,
        users.user_id as person_id,
        trim(concat(coalesce(users.first_name, ''), ' ', coalesce(users.last_name, ''))) as person_name,
        users.email,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        nullif(
            replace(
                replace(replace(replace(users.roles, '", "', ', '), '["', ''), '"]', ''), '[]', ''
            ),
            ''
        ) as role,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        {{ exact_quotient('users.weekly_capacity', '3600', 6) }} as weekly_capacity_hours,
        cast(null as date) as start_date,
        cast(null as date) as end_date,
        users.delivery_id,
        users.landed_at,
        users.row_hash
    from users
)

select * from conformed
