with

source as (
    select * from {{ source('canonical', 'time_entries') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(time_entry_id as varchar) as time_entry_id,
        cast(person_id as varchar) as person_id,
        cast(project_id as varchar) as project_id,
        cast(invoice_line_id as varchar) as invoice_line_id,
        -- attributes
        cast(task_name as varchar) as task_name,
        cast(time_category as varchar) as time_category,
        cast(is_billable as boolean) as is_billable,
        cast(is_wasted as boolean) as is_wasted,
        cast(approval_state as varchar) as approval_state,
        cast(currency_code as varchar) as currency_code,
        cast(note as varchar) as note,
        -- dates
        cast(work_date as date) as work_date,
        cast(submitted_at as timestamp) as submitted_at,
        cast(approved_at as timestamp) as approved_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(hours as decimal(9, 4)) as hours,
        cast(bill_rate as decimal(18, 6)) as bill_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
