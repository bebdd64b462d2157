with

source as (
    select * from {{ source('harvest', 'projects') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as project_id,
        cast(client_id as varchar) as client_id,
        -- attributes
        cast(client_name as varchar) as client_name,
        cast(client_currency as varchar) as currency_code,
        cast(name as varchar) as project_name,
        cast(code as varchar) as project_code,
        cast(is_active as boolean) as is_active,
        cast(is_billable as boolean) as is_billable,
        cast(is_fixed_fee as boolean) as is_fixed_fee,
        cast(bill_by as varchar) as bill_by,
        cast(budget_by as varchar) as budget_by,
        cast(budget_is_monthly as boolean) as is_budget_monthly,
        cast(notify_when_over_budget as boolean) as has_budget_notification,
        cast(show_budget_to_all as boolean) as is_budget_shown,
        cast(cost_budget_include_expenses as boolean) as has_expenses_in_cost_budget,
        cast(notes as varchar) as notes,
        -- dates
        cast(over_budget_notification_date as date) as over_budget_notification_date,
        cast(starts_on as date) as start_date,
        cast(ends_on as date) as end_date,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(hourly_rate as decimal(18, 6)) as hourly_rate,
        cast(budget as decimal(18, 6)) as budget,
        cast(over_budget_notification_percentage as decimal(12, 6)) as over_budget_notification_percentage,
        cast(cost_budget as decimal(18, 6)) as cost_budget,
        cast(fee as decimal(18, 6)) as fee,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
