{{ config(enabled=is_configured('canonical', 'absences')) }}
with

source as (
    select * from {{ source('canonical', 'absences') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(absence_id as varchar) as absence_id,
        cast(person_id as varchar) as person_id,
        -- attributes
        cast(absence_type as varchar) as absence_type,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        -- measures
        cast(hours as decimal(18, 4)) as hours,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
