with

source as (
    select * from {{ source('evenkeel', 'crosswalk_corrections') }}
),

renamed as (
    select
        cast(entity_type as varchar) as entity_type,
        cast(system_name as varchar) as system_name,
        cast(source_id as varchar) as source_id,
        cast(same_as_system_name as varchar) as same_as_system_name,
        cast(same_as_source_id as varchar) as same_as_source_id,
        cast(reason as varchar) as reason,
        cast(corrected_by as varchar) as corrected_by,
        cast(corrected_on as varchar) as corrected_on
    from source
)

select * from renamed
