with

source as (
    select * from {{ source('evenkeel', 'run') }}
),

renamed as (
    select
        cast(run_id as varchar) as run_id,
        cast(as_of_date as date) as as_of_date
    from source
)

select * from renamed
