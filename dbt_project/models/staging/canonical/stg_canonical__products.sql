with

source as (
    select * from {{ source('canonical', 'products') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(product_id as varchar) as product_id,
        -- attributes
        cast(product_code as varchar) as product_code,
        cast(product_name as varchar) as product_name,
        cast(product_family as varchar) as product_family,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
