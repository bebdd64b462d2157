with

source as (
    select * from {{ source('evenkeel', 'overhead_rates') }}
),

renamed as (
    select
        cast(cost_pool as varchar) as cost_pool,
        cast(entity_code as varchar) as entity_code,
        cast(overhead_rate as decimal(18, 6)) as overhead_rate
    from source
)

select * from renamed
