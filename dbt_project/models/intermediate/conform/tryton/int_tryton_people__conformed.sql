with

employees as (
    {{ current_rows(ref('stg_tryton__employees'), 'employee_id') }}
),

parties as (
    {{ current_rows(ref('stg_tryton__parties'), 'party_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

contact_mechanisms as (
    {{ current_rows(ref('stg_tryton__contact_mechanisms'), 'contact_mechanism_id') }}
),

emails as (
    select
        system_name,
        party_id,
        min(contact_value) as email
    from contact_mechanisms
    where contact_mechanism_type = 'email' and is_active
    group by system_name, party_id
),

conformed as (
    select
        employees.system_name,
        employees.employee_id as person_id,
        parties.party_name as person_name,
        emails.email,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as role,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        companies.hours_per_work_week as weekly_capacity_hours,
        employees.start_date,
        employees.end_date,
        employees.delivery_id,
        employees.landed_at,
        employees.row_hash
    from employees
    left join parties
        on employees.system_name = parties.system_name and employees.party_id = parties.party_id
    left join companies
        on
            employees.system_name = companies.system_name
            and employees.company_id = companies.company_id
    left join emails
        on employees.system_name = emails.system_name and employees.party_id = emails.party_id
)

select * from conformed
