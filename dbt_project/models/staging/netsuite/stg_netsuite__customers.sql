with

source as (
    select * from {{ source('netsuite', 'customers') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(customer_id as varchar) as customer_id,
        cast(external_id as varchar) as external_id,
        cast(parent_customer_id as varchar) as parent_customer_id,
        cast(category_id as varchar) as category_id,
        cast(entity_status_id as varchar) as entity_status_id,
        cast(currency_id as varchar) as currency_id,
        cast(terms_id as varchar) as terms_id,
        cast(sales_representative_id as varchar) as sales_representative_id,
        -- attributes
        cast(customer_code as varchar) as customer_code,
        cast(alternative_name as varchar) as alternative_name,
        cast(company_name as varchar) as company_name,
        cast(is_person as boolean) as is_person,
        cast(first_name as varchar) as first_name,
        cast(last_name as varchar) as last_name,
        cast(email as varchar) as email,
        cast(phone as varchar) as phone,
        cast(web_address as varchar) as web_address,
        cast(stage as varchar) as stage,
        cast(comments as varchar) as comments,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
