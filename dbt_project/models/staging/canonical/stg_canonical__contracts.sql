with

source as (
    select * from {{ source('canonical', 'contracts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contract_id as varchar) as contract_id,
        cast(shared_id as varchar) as shared_id,
        cast(client_id as varchar) as client_id,
        cast(opportunity_id as varchar) as opportunity_id,
        -- attributes
        cast(contract_code as varchar) as contract_code,
        cast(contract_name as varchar) as contract_name,
        cast(entity_code as varchar) as entity_code,
        cast(currency_code as varchar) as currency_code,
        cast(state as varchar) as state,
        -- dates
        cast(signed_date as date) as signed_date,
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(agreed_amount as decimal(18, 4)) as agreed_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
