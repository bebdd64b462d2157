with

customers as (
    {{ current_rows(ref('stg_netsuite__customers'), 'customer_id') }}
),

conformed as (
    select
        customers.system_name,
        customers.customer_id as client_id,
        coalesce(customers.company_name, customers.alternative_name, customers.customer_code)
            as client_name,
        customers.parent_customer_id as parent_client_id,
        customers.external_id as shared_id,
        lower(nullif(split_part(customers.email, '@', 2), '')) as email_domain,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        customers.delivery_id,
        customers.landed_at,
        customers.row_hash
    from customers
)

select * from conformed
