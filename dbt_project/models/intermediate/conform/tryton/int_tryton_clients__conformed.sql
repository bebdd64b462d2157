{#- Clients are the parties that are neither a person of the company nor the company itself. -#}
with

parties as (
    {{ current_rows(ref('stg_tryton__parties'), 'party_id') }}
),

employees as (
    {{ current_rows(ref('stg_tryton__employees'), 'employee_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

own_parties as (
    select
        system_name,
        party_id
    from employees
    union
    select
        system_name,
        party_id
    from companies
),

conformed as (
    select
        parties.system_name,
        parties.party_id as client_id,
        parties.party_name as client_name,
        cast(null as {{ dbt.type_string() }}) as parent_client_id,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as email_domain,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        parties.delivery_id,
        parties.landed_at,
        parties.row_hash
    from parties
    left join own_parties
        on parties.system_name = own_parties.system_name and parties.party_id = own_parties.party_id
    where own_parties.party_id is null
)

select * from conformed
