{{ config(enabled=is_configured('canonical', 'price_components')) }}
with

source as (
    select * from {{ source('canonical', 'price_components') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(price_component_id as varchar) as price_component_id,
        cast(contract_version_id as varchar) as contract_version_id,
        cast(performance_obligation_id as varchar) as performance_obligation_id,
        -- attributes
        cast(component_type as varchar) as component_type,
        cast(estimation_method as varchar) as estimation_method,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(made_on as date) as made_on,
        cast(resolved_date as date) as resolved_date,
        -- measures
        cast(estimated_amount as decimal(18, 4)) as estimated_amount,
        cast(constrained_amount as decimal(18, 4)) as constrained_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
