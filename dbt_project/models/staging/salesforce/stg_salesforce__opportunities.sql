with

source as (
    select * from {{ source('salesforce', 'opportunities') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(opportunity_id as varchar) as opportunity_id,
        cast(account_id as varchar) as account_id,
        cast(owner_user_id as varchar) as owner_user_id,
        cast(pricebook_id as varchar) as pricebook_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(opportunity_name as varchar) as opportunity_name,
        cast(stage as varchar) as stage,
        cast(opportunity_type as varchar) as opportunity_type,
        cast(lead_source as varchar) as lead_source,
        cast(is_closed as boolean) as is_closed,
        cast(is_won as boolean) as is_won,
        cast(forecast_category as varchar) as forecast_category,
        cast(project_code as varchar) as project_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(close_date as date) as close_date,
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(probability_percent as decimal(9, 4)) as probability_percent,
        cast(expected_revenue_amount as decimal(18, 4)) as expected_revenue_amount,
        cast(total_quantity as decimal(18, 6)) as total_quantity,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
