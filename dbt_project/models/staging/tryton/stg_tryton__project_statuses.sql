with

source as (
    select * from {{ source('tryton', 'project_statuses') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as status_id,
        -- attributes
        cast(name as varchar) as status_name,
        -- measures
        cast(progress as decimal(9, 6)) as progress_share,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
