{{ config(enabled=is_configured('canonical', 'outcomes')) }}
with

source as (
    select * from {{ source('canonical', 'outcomes') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(outcome_id as varchar) as outcome_id,
        cast(project_id as varchar) as project_id,
        cast(client_id as varchar) as client_id,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(outcome_type as varchar) as outcome_type,
        cast(outcome_name as varchar) as outcome_name,
        cast(unit as varchar) as unit,
        cast(is_less_better as boolean) as is_less_better,
        -- dates
        cast(promised_date as date) as promised_date,
        cast(measured_on as date) as measured_on,
        -- measures
        cast(promised_value as decimal(18, 6)) as promised_value,
        cast(measured_value as decimal(18, 6)) as measured_value,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
