with

source as (
    select * from {{ source('tryton', 'timesheet_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as timesheet_line_id,
        cast(company as varchar) as company_id,
        cast(employee as varchar) as employee_id,
        cast(work as varchar) as timesheet_work_id,
        cast(invoice_line as varchar) as invoice_line_id,
        -- attributes
        cast(description as varchar) as description,
        -- dates
        cast(date as date) as work_date,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(duration_seconds as bigint) as duration_seconds,
        cast(cost_price as decimal(18, 6)) as cost_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
