with

source as (
    select * from {{ source('evenkeel', 'run') }}
),

renamed as (
    select
        cast(run_id as varchar) as run_id,
        cast(as_of_date as date) as as_of_date,
        cast(model_version as varchar) as model_version
    from source
)

select * from renamed
