{{ config(enabled=is_configured('canonical', 'tasks')) }}
with

source as (
    select * from {{ source('canonical', 'tasks') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(task_id as varchar) as task_id,
        cast(project_id as varchar) as project_id,
        cast(parent_task_id as varchar) as parent_task_id,
        -- attributes
        cast(task_name as varchar) as task_name,
        cast(earned_value_technique as varchar) as earned_value_technique,
        cast(state as varchar) as state,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(budget_hours as decimal(18, 4)) as budget_hours,
        cast(progress_share as decimal(9, 6)) as progress_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
