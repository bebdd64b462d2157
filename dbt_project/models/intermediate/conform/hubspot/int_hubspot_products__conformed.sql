with

products as (
    {{ current_rows(ref('stg_hubspot__products'), 'product_id') }}
),

conformed as (
    select
        products.system_name,
        products.product_id,
        nullif(products.stock_keeping_unit, '') as product_code,
        coalesce(
            nullif(products.product_name, ''),
            nullif(products.stock_keeping_unit, ''),
            products.product_id
        ) as product_name,
        products.product_type as product_family,
        products.delivery_id,
        products.landed_at,
        products.row_hash
    from products
    where not products.is_archived
)

select * from conformed
