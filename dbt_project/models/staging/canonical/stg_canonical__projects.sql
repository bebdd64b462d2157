with

source as (
    select * from {{ source('canonical', 'projects') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(project_id as varchar) as project_id,
        cast(shared_id as varchar) as shared_id,
        cast(client_id as varchar) as client_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(project_code as varchar) as project_code,
        cast(project_name as varchar) as project_name,
        cast(entity_code as varchar) as entity_code,
        cast(project_type as varchar) as project_type,
        cast(practice as varchar) as practice,
        cast(currency_code as varchar) as currency_code,
        cast(state as varchar) as state,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(budget_hours as decimal(18, 4)) as budget_hours,
        cast(budget_amount as decimal(18, 4)) as budget_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
