with

source as (
    select * from {{ source('netsuite', 'items') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(item_id as varchar) as item_id,
        cast(external_id as varchar) as external_id,
        cast(parent_item_id as varchar) as parent_item_id,
        cast(class_id as varchar) as class_id,
        cast(department_id as varchar) as department_id,
        cast(income_account_id as varchar) as income_account_id,
        -- attributes
        cast(item_code as varchar) as item_code,
        cast(display_name as varchar) as display_name,
        cast(full_name as varchar) as full_name,
        cast(item_type as varchar) as item_type,
        cast(item_subtype as varchar) as item_subtype,
        cast(description as varchar) as description,
        cast(is_fulfillable as boolean) as is_fulfillable,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
