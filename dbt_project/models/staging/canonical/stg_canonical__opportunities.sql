with

source as (
    select * from {{ source('canonical', 'opportunities') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(opportunity_id as varchar) as opportunity_id,
        cast(client_id as varchar) as client_id,
        cast(project_id as varchar) as project_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(opportunity_name as varchar) as opportunity_name,
        cast(stage as varchar) as stage,
        cast(currency_code as varchar) as currency_code,
        cast(opportunity_type as varchar) as opportunity_type,
        cast(is_closed as boolean) as is_closed,
        cast(is_won as boolean) as is_won,
        -- dates
        cast(created_date as date) as created_date,
        cast(close_date as date) as close_date,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        cast(win_probability_share as decimal(9, 6)) as win_probability_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
