with

source as (
    select * from {{ source('harvest', 'time_entries') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as time_entry_id,
        cast(user_id as varchar) as user_id,
        cast(client_id as varchar) as client_id,
        cast(project_id as varchar) as project_id,
        cast(task_id as varchar) as task_id,
        cast(external_reference_id as varchar) as external_reference_id,
        cast(external_reference_group_id as varchar) as external_reference_group_id,
        cast(invoice_id as varchar) as invoice_id,
        -- attributes
        cast(user_name as varchar) as user_name,
        cast(client_name as varchar) as client_name,
        cast(project_name as varchar) as project_name,
        cast(task_name as varchar) as task_name,
        cast(user_assignment as varchar) as user_assignment,
        cast(task_assignment as varchar) as task_assignment,
        cast(external_reference_permalink as varchar) as external_reference_permalink,
        cast(external_reference_service as varchar) as external_reference_service,
        cast(invoice_number as varchar) as invoice_number,
        cast(notes as varchar) as notes,
        cast(is_locked as boolean) as is_locked,
        cast(locked_reason as varchar) as locked_reason,
        cast(is_closed as boolean) as is_closed,
        cast(is_billed as boolean) as is_billed,
        cast(started_time as varchar) as started_time,
        cast(ended_time as varchar) as ended_time,
        cast(is_running as boolean) as is_running,
        cast(billable as boolean) as is_billable,
        cast(budgeted as boolean) as is_budgeted,
        -- dates
        cast(spent_date as date) as work_date,
        cast(timer_started_at as timestamp) as timer_started_at,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(hours as decimal(12, 6)) as hours,
        cast(hours_without_timer as decimal(12, 6)) as hours_without_timer,
        cast(rounded_hours as decimal(12, 6)) as rounded_hours,
        cast(billable_rate as decimal(18, 6)) as billable_rate,
        cast(cost_rate as decimal(18, 6)) as cost_rate,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
