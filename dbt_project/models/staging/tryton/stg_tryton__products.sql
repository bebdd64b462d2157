with

source as (
    select * from {{ source('tryton', 'products') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as product_id,
        cast(template as varchar) as template_id,
        -- attributes
        cast(code as varchar) as product_code,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
