with

source as (
    select * from {{ source('evenkeel', 'known_identities') }}
),

renamed as (
    select
        cast(entity_type as varchar) as entity_type,
        cast(system_name as varchar) as system_name,
        cast(source_id as varchar) as source_id,
        cast(display_name as varchar) as display_name,
        cast(crosswalk_key as varchar) as crosswalk_key,
        cast(known_since as date) as known_since,
        cast(is_current as boolean) as is_current
    from source
)

select * from renamed
