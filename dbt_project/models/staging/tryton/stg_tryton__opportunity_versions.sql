with

source as (
    select * from {{ source('tryton', 'opportunity_versions') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(version_id as varchar) as opportunity_version_id,
        cast(id as varchar) as opportunity_id,
        -- attributes
        cast(state as varchar) as state,
        -- dates
        cast(end_date as date) as end_date,
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
