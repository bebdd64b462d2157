with

source as (
    select * from {{ source('evenkeel', 'loads') }}
),

renamed as (
    select
        cast(delivery_id as varchar) as delivery_id,
        cast(appended_rows as bigint) as appended_rows,
        cast(unchanged_rows as bigint) as unchanged_rows,
        cast(deleted_rows as bigint) as deleted_rows
    from source
)

select * from renamed
