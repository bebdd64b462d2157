with

source as (
    select * from {{ source('tryton', 'moves') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as move_id,
        cast(company as varchar) as company_id,
        cast(period as varchar) as period_id,
        -- attributes
        cast(number as varchar) as move_number,
        cast(state as varchar) as state,
        cast(origin as varchar) as origin_name,
        cast(description as varchar) as description,
        -- dates
        cast(date as date) as posting_date,
        cast(post_date as date) as post_date,
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
