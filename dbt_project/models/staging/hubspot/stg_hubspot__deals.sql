with

source as (
    select * from {{ source('hubspot', 'deals') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(deal_id as varchar) as deal_id,
        cast(associated_company_id as varchar) as associated_company_id,
        cast(primary_company_id as varchar) as primary_company_id,
        cast(pipeline_id as varchar) as pipeline_id,
        cast(stage_id as varchar) as stage_id,
        cast(owner_id as varchar) as owner_id,
        -- attributes
        cast(deal_name as varchar) as deal_name,
        cast(currency_code as varchar) as currency_code,
        cast(stage_probability as varchar) as stage_probability,
        cast(deal_type as varchar) as deal_type,
        cast(is_closed as boolean) as is_closed,
        cast(is_closed_won as boolean) as is_closed_won,
        cast(project_code as varchar) as project_code,
        cast(is_archived as boolean) as is_archived,
        -- dates
        cast(opened_at as timestamp) as opened_at,
        cast(closes_at as timestamp) as closes_at,
        cast(created_at as timestamp) as created_at,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
