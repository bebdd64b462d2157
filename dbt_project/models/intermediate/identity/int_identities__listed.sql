{%- set references = [
    ('client', 'contracts'),
    ('client', 'invoices'),
    ('client', 'opportunities'),
    ('client', 'projects'),
    ('client', 'subscription_lines'),
    ('contract', 'invoices'),
    ('contract', 'opportunities'),
    ('contract', 'projects'),
    ('contract', 'subscription_lines'),
    ('person', 'absences'),
    ('person', 'employments'),
    ('person', 'expenses'),
    ('person', 'payroll_costs'),
    ('person', 'time_entries'),
    ('project', 'expenses'),
    ('project', 'invoice_lines'),
    ('project', 'opportunities'),
    ('project', 'time_entries'),
    ('project', 'vendor_bills'),
] -%}
with

clients as (
    select * from {{ ref('int_clients__unioned') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

employments as (
    select * from {{ ref('int_employments__unioned') }}
),

absences as (
    select * from {{ ref('int_absences__unioned') }}
),

payroll_costs as (
    select * from {{ ref('int_payroll_costs__unioned') }}
),

expenses as (
    select * from {{ ref('int_expenses__unioned') }}
),

vendor_bills as (
    select * from {{ ref('int_vendor_bills__unioned') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__unioned') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__unioned') }}
),

opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
),

subscription_lines as (
    select * from {{ ref('int_subscription_lines__unioned') }}
),

described as (
    select
        'client' as entity_type,
        system_name,
        client_id as source_id,
        client_name as display_name,
        shared_id,
        cast(null as {{ dbt.type_string() }}) as code,
        cast(null as {{ dbt.type_string() }}) as email,
        email_domain
    from clients
    union all
    select
        'contract' as entity_type,
        system_name,
        contract_id as source_id,
        coalesce(contract_name, contract_code, contract_id) as display_name,
        shared_id,
        contract_code as code,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as email_domain
    from contracts
    union all
    select
        'project' as entity_type,
        system_name,
        project_id as source_id,
        project_name as display_name,
        shared_id,
        project_code as code,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as email_domain
    from projects
    union all
    select
        'person' as entity_type,
        system_name,
        person_id as source_id,
        person_name as display_name,
        shared_id,
        cast(null as {{ dbt.type_string() }}) as code,
        email,
        cast(null as {{ dbt.type_string() }}) as email_domain
    from people
),

referenced as (
    {%- for entity_type, things in references %}
        select
            '{{ entity_type }}' as entity_type,
            system_name,
            {{ entity_type }}_id as source_id
        from {{ things }}
        {%- if not loop.last %}
            union
        {%- endif %}
    {%- endfor %}
),

inferred as (
    select
        referenced.entity_type,
        referenced.system_name,
        referenced.source_id
    from referenced
    left join described
        on
            referenced.entity_type = described.entity_type
            and referenced.system_name = described.system_name
            and referenced.source_id = described.source_id
    where referenced.source_id is not null and described.source_id is null
),

listed as (
    select
        entity_type,
        system_name,
        source_id,
        display_name,
        shared_id,
        code,
        email,
        email_domain,
        false as is_inferred
    from described
    union all
    select
        entity_type,
        system_name,
        source_id,
        concat('Unknown ', entity_type, ' ', source_id) as display_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        cast(null as {{ dbt.type_string() }}) as code,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as email_domain,
        true as is_inferred
    from inferred
),

keyed as (
    select
        {{ surrogate_key(['entity_type', 'system_name', 'source_id']) }} as identity_key,
        listed.*
    from listed
)

select * from keyed
