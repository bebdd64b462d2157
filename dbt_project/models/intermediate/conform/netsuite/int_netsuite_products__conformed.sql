{#- Items that only shape a document, such as a discount or a subtotal, are no products. The item that
    an item belongs to is its family. -#}
with

items as (
    {{ current_rows(ref('stg_netsuite__items'), 'item_id') }}
),

conformed as (
    select
        items.system_name,
        items.item_id as product_id,
        items.item_code as product_code,
        coalesce(items.display_name, items.item_code) as product_name,
        coalesce(families.display_name, families.item_code) as product_family,
        items.delivery_id,
        items.landed_at,
        items.row_hash
    from items
    left join items as families
        on
            items.system_name = families.system_name
            and items.parent_item_id = families.item_id
    where
        items.item_type not in (
            'Description',
            'Discount',
            'EndGroup',
            'Group',
            'Markup',
            'Payment',
            'ShipItem',
            'Subtotal',
            'TaxGroup',
            'TaxItem'
        )
)

select * from conformed
