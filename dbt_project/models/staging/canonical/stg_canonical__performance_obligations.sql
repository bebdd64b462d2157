{{ config(enabled=is_configured('canonical', 'performance_obligations')) }}
with

source as (
    select * from {{ source('canonical', 'performance_obligations') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contract_version_id as varchar) as contract_version_id,
        cast(performance_obligation_id as varchar) as performance_obligation_id,
        cast(project_id as varchar) as project_id,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(obligation_name as varchar) as obligation_name,
        cast(revenue_stream as varchar) as revenue_stream,
        cast(recognition_method as varchar) as recognition_method,
        cast(is_option as boolean) as is_option,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(standalone_price as decimal(18, 4)) as standalone_price,
        cast(exercise_share as decimal(9, 6)) as exercise_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
