with

source as (
    select * from {{ source('harvest', 'users') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as user_id,
        -- attributes
        cast(first_name as varchar) as first_name,
        cast(last_name as varchar) as last_name,
        cast(email as varchar) as email,
        cast(telephone as varchar) as telephone,
        cast(timezone as varchar) as timezone,
        cast(has_access_to_all_future_projects as boolean) as has_access_to_all_future_projects,
        cast(is_contractor as boolean) as is_contractor,
        cast(is_active as boolean) as is_active,
        cast(roles as varchar) as roles,
        cast(access_roles as varchar) as access_roles,
        cast(avatar_url as varchar) as avatar_url,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(weekly_capacity as bigint) as weekly_capacity,
        cast(default_hourly_rate as decimal(18, 6)) as default_hourly_rate,
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
