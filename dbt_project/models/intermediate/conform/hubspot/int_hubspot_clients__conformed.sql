{#- A company that was merged into another is no client, nor the parent of one. HubSpot writes a value
    that was cleared as an empty text. -#}
with

companies as (
    {{ current_rows(ref('stg_hubspot__companies'), 'company_id') }}
),

merged as (
    select * from {{ ref('int_hubspot_companies__merged') }}
),

conformed as (
    select
        companies.system_name,
        companies.company_id as client_id,
        coalesce(
            nullif(companies.company_name, ''),
            nullif(companies.email_domain, ''),
            companies.company_id
        ) as client_name,
        nullif(
            coalesce(parents.surviving_company_id, nullif(companies.parent_company_id, '')),
            companies.company_id
        ) as parent_client_id,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        nullif(companies.email_domain, '') as email_domain,
        nullif(companies.country_code, '') as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        companies.delivery_id,
        companies.landed_at,
        companies.row_hash
    from companies
    left join merged
        on
            companies.system_name = merged.system_name
            and companies.company_id = merged.company_id
    left join merged as parents
        on
            companies.system_name = parents.system_name
            and companies.parent_company_id = parents.company_id
    where merged.company_id is null and not companies.is_archived
)

select * from conformed
