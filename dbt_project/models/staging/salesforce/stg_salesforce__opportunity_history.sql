with

source as (
    select * from {{ source('salesforce', 'opportunity_history') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(opportunity_history_id as varchar) as opportunity_history_id,
        cast(opportunity_id as varchar) as opportunity_id,
        cast(changed_by_user_id as varchar) as changed_by_user_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(stage as varchar) as stage,
        cast(forecast_category as varchar) as forecast_category,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(close_date as date) as close_date,
        cast(previous_close_date as date) as previous_close_date,
        cast(changed_at as timestamp) as changed_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(probability_percent as decimal(9, 4)) as probability_percent,
        cast(expected_revenue_amount as decimal(18, 4)) as expected_revenue_amount,
        cast(previous_amount as decimal(18, 4)) as previous_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
