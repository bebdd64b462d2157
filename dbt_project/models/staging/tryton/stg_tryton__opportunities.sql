with

source as (
    select * from {{ source('tryton', 'opportunities') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as opportunity_id,
        cast(company as varchar) as company_id,
        cast(party as varchar) as party_id,
        cast(employee as varchar) as employee_id,
        cast(currency as varchar) as currency_id,
        -- attributes
        cast(number as varchar) as opportunity_number,
        cast(description as varchar) as description,
        cast(state as varchar) as state,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(opened_at as timestamp) as opened_at,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(amount as decimal(18, 4)) as opportunity_amount,
        cast(conversion_probability as decimal(9, 6)) as win_probability_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
