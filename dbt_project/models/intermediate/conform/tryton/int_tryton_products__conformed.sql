with

products as (
    {{ current_rows(ref('stg_tryton__products'), 'product_id') }}
),

templates as (
    {{ current_rows(ref('stg_tryton__product_templates'), 'template_id') }}
),

conformed as (
    select
        products.system_name,
        products.product_id,
        coalesce(products.product_code, templates.template_code) as product_code,
        templates.template_name as product_name,
        templates.template_type as product_family,
        products.delivery_id,
        products.landed_at,
        products.row_hash
    from products
    left join templates
        on
            products.system_name = templates.system_name
            and products.template_id = templates.template_id
)

select * from conformed
