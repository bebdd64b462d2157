with

source as (
    select * from {{ source('harvest', 'invoice_line_items') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(invoice_id as varchar) as invoice_id,
        cast(id as varchar) as invoice_line_item_id,
        cast(project_id as varchar) as project_id,
        -- attributes
        cast(project_name as varchar) as project_name,
        cast(project_code as varchar) as project_code,
        cast(kind as varchar) as line_kind,
        cast(description as varchar) as description,
        cast(taxed as boolean) as is_taxed,
        cast(taxed2 as boolean) as is_taxed_twice,
        -- dates
        cast(invoice_updated_at as timestamp) as invoice_updated_at,
        -- measures
        cast(quantity as decimal(18, 6)) as quantity,
        cast(unit_price as decimal(18, 6)) as unit_price,
        cast(amount as decimal(18, 6)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
