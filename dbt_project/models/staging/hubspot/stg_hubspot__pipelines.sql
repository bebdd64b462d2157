with

source as (
    select * from {{ source('hubspot', 'pipelines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(pipeline_id as varchar) as pipeline_id,
        -- attributes
        cast(pipeline_label as varchar) as pipeline_label,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(display_order as bigint) as display_order,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
