with

source as (
    select * from {{ source('evenkeel', 'systems') }}
),

renamed as (
    select
        cast(system_name as varchar) as system_name,
        cast(system_kind as varchar) as system_kind,
        cast(entity_code as varchar) as entity_code,
        cast(domains as varchar) as domains
    from source
)

select * from renamed
