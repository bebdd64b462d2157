with

products as (
    select * from {{ ref('int_products__unioned') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__unioned') }}
),

subscription_lines as (
    select * from {{ ref('int_subscription_lines__unioned') }}
),

product_prices as (
    select * from {{ ref('int_product_prices__unioned') }}
),

referenced as (
    select
        system_name,
        product_id
    from invoice_lines
    union
    select
        system_name,
        product_id
    from product_prices
    union
    select
        system_name,
        product_id
    from subscription_lines
),

inferred as (
    select
        referenced.system_name,
        referenced.product_id
    from referenced
    left join products
        on
            referenced.system_name = products.system_name
            and referenced.product_id = products.product_id
    where referenced.product_id is not null and products.product_id is null
),

described as (
    select
        {{ surrogate_key(['system_name', 'product_id']) }} as product_key,
        system_name,
        product_id,
        product_code,
        product_name,
        product_family,
        false as is_inferred
    from products
    union all
    select
        {{ surrogate_key(['system_name', 'product_id']) }} as product_key,
        system_name,
        product_id,
        cast(null as {{ dbt.type_string() }}) as product_code,
        concat('Unknown product ', product_id) as product_name,
        cast(null as {{ dbt.type_string() }}) as product_family,
        true as is_inferred
    from inferred
)

select * from described
