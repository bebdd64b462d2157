with

source as (
    select * from {{ source('tryton', 'product_templates') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as template_id,
        -- attributes
        cast(name as varchar) as template_name,
        cast(type as varchar) as template_type,
        cast(code as varchar) as template_code,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
