with

products as (
    {{ current_rows(ref('stg_salesforce__products'), 'product_id') }}
),

conformed as (
    select
        products.system_name,
        products.product_id,
        products.product_code,
        products.product_name,
        products.product_family,
        products.delivery_id,
        products.landed_at,
        products.row_hash
    from products
    where not products.is_in_recycle_bin
)

select * from conformed
