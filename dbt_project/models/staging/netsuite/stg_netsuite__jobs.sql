with

source as (
    select * from {{ source('netsuite', 'jobs') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(job_id as varchar) as job_id,
        cast(external_id as varchar) as external_id,
        cast(customer_id as varchar) as customer_id,
        cast(parent_id as varchar) as parent_id,
        cast(job_type_id as varchar) as job_type_id,
        cast(currency_id as varchar) as currency_id,
        cast(subsidiary_id as varchar) as subsidiary_id,
        cast(entity_status_id as varchar) as entity_status_id,
        -- attributes
        cast(job_code as varchar) as job_code,
        cast(alternative_name as varchar) as alternative_name,
        cast(company_name as varchar) as company_name,
        cast(billing_type as varchar) as billing_type,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(start_date as date) as start_date,
        cast(projected_end_date as date) as projected_end_date,
        cast(calculated_end_date as date) as calculated_end_date,
        cast(end_date as date) as end_date,
        cast(created_at as timestamp) as created_at,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(job_price_amount as decimal(18, 6)) as job_price_amount,
        cast(estimated_cost_amount as decimal(18, 6)) as estimated_cost_amount,
        cast(estimated_revenue_amount as decimal(18, 6)) as estimated_revenue_amount,
        cast(estimated_hours as decimal(18, 6)) as estimated_hours,
        cast(actual_hours as decimal(18, 6)) as actual_hours,
        cast(percent_complete as decimal(12, 6)) as percent_complete,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
