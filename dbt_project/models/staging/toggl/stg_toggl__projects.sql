with

source as (
    select * from {{ source('toggl', 'projects') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as project_id,
        cast(workspace_id as varchar) as workspace_id,
        cast(client_id as varchar) as client_id,
        cast(integration_ext_id as varchar) as external_id,
        -- attributes
        cast(name as varchar) as project_name,
        cast(active as boolean) as is_active,
        cast(status as varchar) as status,
        cast(is_private as boolean) as is_private,
        cast(template as boolean) as is_template,
        cast(recurring as boolean) as is_recurring,
        cast(color as varchar) as color,
        cast(billable as boolean) as is_billable,
        cast(currency as varchar) as currency_code,
        cast(auto_estimates as boolean) as has_estimate_of_tasks,
        cast(integration_ext_type as varchar) as external_type,
        cast(integration_provider as varchar) as external_provider,
        -- dates
        cast(rate_last_updated as timestamp) as rate_changed_at,
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(created_at as timestamp) as created_at,
        cast(changed_at as timestamp) as changed_at,
        cast(server_deleted_at as timestamp) as server_deleted_at,
        -- measures
        cast(rate as decimal(18, 6)) as hourly_rate,
        cast(fixed_fee as decimal(18, 6)) as fee,
        cast(estimated_hours as bigint) as hours_estimated,
        cast(estimated_seconds as bigint) as estimated_seconds,
        cast(actual_seconds as bigint) as actual_seconds,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
