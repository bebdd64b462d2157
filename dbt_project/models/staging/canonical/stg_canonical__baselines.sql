{{ config(enabled=is_configured('canonical', 'baselines')) }}
with

source as (
    select * from {{ source('canonical', 'baselines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(baseline_id as varchar) as baseline_id,
        cast(project_id as varchar) as project_id,
        -- attributes
        cast(approved_by as varchar) as approved_by,
        cast(reason as varchar) as reason,
        -- dates
        cast(approved_date as date) as approved_date,
        -- measures
        cast(version_number as bigint) as version_number,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
