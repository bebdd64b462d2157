with

source as (
    select * from {{ source('evenkeel', 'control_settings') }}
),

renamed as (
    select
        cast(control_id as varchar) as control_id,
        cast(tolerance as decimal(38, 9)) as tolerance,
        cast(owner_name as varchar) as owner_name
    from source
)

select * from renamed
