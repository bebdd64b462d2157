with

products as (
    select * from {{ ref('int_products__unioned') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__unioned') }}
),

inferred as (
    select distinct
        invoice_lines.system_name,
        invoice_lines.product_id
    from invoice_lines
    left join products
        on
            invoice_lines.system_name = products.system_name
            and invoice_lines.product_id = products.product_id
    where invoice_lines.product_id is not null and products.product_id is null
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
