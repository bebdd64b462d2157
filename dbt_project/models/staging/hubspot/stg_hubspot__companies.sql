with

source as (
    select * from {{ source('hubspot', 'companies') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(company_id as varchar) as company_id,
        cast(parent_company_id as varchar) as parent_company_id,
        cast(owner_id as varchar) as owner_id,
        -- attributes
        cast(company_name as varchar) as company_name,
        cast(email_domain as varchar) as email_domain,
        cast(merged_company_ids as varchar) as merged_company_ids,
        cast(company_type as varchar) as company_type,
        cast(lifecycle_stage as varchar) as lifecycle_stage,
        cast(industry as varchar) as industry,
        cast(street as varchar) as street,
        cast(city as varchar) as city,
        cast(postal_code as varchar) as postal_code,
        cast(country_name as varchar) as country_name,
        cast(country_code as varchar) as country_code,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(employees as bigint) as employees,
        cast(annual_revenue_amount as decimal(18, 4)) as annual_revenue_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
