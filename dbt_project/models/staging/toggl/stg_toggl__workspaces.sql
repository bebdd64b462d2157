with

source as (
    select * from {{ source('toggl', 'workspaces') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as workspace_id,
        cast(organization_id as varchar) as organization_id,
        -- attributes
        cast(name as varchar) as workspace_name,
        cast(premium as boolean) as is_premium,
        cast(default_currency as varchar) as default_currency_code,
        cast(projects_billable_by_default as boolean) as is_billable_by_default,
        cast(projects_private_by_default as boolean) as is_private_by_default,
        cast(projects_enforce_billable as boolean) as is_billable_enforced,
        -- dates
        cast(rate_last_updated as timestamp) as rate_changed_at,
        cast(changed_at as timestamp) as changed_at,
        cast(server_deleted_at as timestamp) as server_deleted_at,
        -- measures
        cast(default_hourly_rate as decimal(18, 6)) as default_hourly_rate,
        cast(rounding as bigint) as rounding_direction,
        cast(rounding_minutes as bigint) as rounding_minutes,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
