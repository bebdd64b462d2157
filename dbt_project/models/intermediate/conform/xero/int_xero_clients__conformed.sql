{#- Contacts that are suppliers only are no clients. -#}
with

contacts as (
    {{ current_rows(ref('stg_xero__contacts'), 'contact_id') }}
),

conformed as (
    select
        contacts.system_name,
        contacts.contact_id as client_id,
        contacts.contact_name as client_name,
        cast(null as {{ dbt.type_string() }}) as parent_client_id,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as email_domain,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        contacts.delivery_id,
        contacts.landed_at,
        contacts.row_hash
    from contacts
    where coalesce(contacts.is_customer, false) or not coalesce(contacts.is_supplier, false)
)

select * from conformed
