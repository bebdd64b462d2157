with

source as (
    select * from {{ source('tryton', 'projects') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as work_id,
        cast(parent as varchar) as parent_work_id,
        cast(company as varchar) as company_id,
        cast(party as varchar) as party_id,
        cast(status as varchar) as status_id,
        cast(product as varchar) as product_id,
        -- attributes
        cast(type as varchar) as work_type,
        cast(number as varchar) as work_number,
        cast(name as varchar) as work_name,
        cast(path as varchar) as work_path,
        cast(project_invoice_method as varchar) as project_invoice_method,
        -- dates
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(list_price as decimal(18, 6)) as list_rate,
        cast(effort_seconds as bigint) as effort_seconds,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
