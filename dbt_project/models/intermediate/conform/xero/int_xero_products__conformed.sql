{#- Xero knows a product as the item of what is billed. -#}
with

invoice_lines as (
    {{ current_rows(ref('stg_xero__invoice_line_items'), 'line_item_id') }}
),

credit_lines as (
    {{ current_rows(ref('stg_xero__credit_note_line_items'), 'line_item_id') }}
),

lines as (
    select
        system_name,
        item_code,
        item_name,
        delivery_id,
        landed_at
    from invoice_lines
    union all
    select
        system_name,
        item_code,
        item_name,
        delivery_id,
        landed_at
    from credit_lines
),

coded as (
    select
        system_name,
        item_code,
        max(item_name) as item_name,
        max(delivery_id) as delivery_id,
        max(landed_at) as landed_at
    from lines
    where item_code is not null
    group by system_name, item_code
),

conformed as (
    select
        coded.system_name,
        coded.item_code as product_id,
        coded.item_code as product_code,
        coalesce(coded.item_name, coded.item_code) as product_name,
        cast(null as {{ dbt.type_string() }}) as product_family,
        coded.delivery_id,
        coded.landed_at,
        {{ surrogate_key(['coded.item_code', 'coded.item_name']) }} as row_hash
    from coded
)

select * from conformed
