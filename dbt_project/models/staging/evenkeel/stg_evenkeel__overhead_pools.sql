with

source as (
    select * from {{ source('evenkeel', 'overhead_pools') }}
),

renamed as (
    select
        cast(cost_pool as varchar) as cost_pool,
        cast(overhead_driver as varchar) as overhead_driver,
        cast(account_codes as varchar) as account_codes
    from source
)

select * from renamed
