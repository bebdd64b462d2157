with

source as (
    select * from {{ source('evenkeel', 'control_totals') }}
),

renamed as (
    select
        cast(delivery_id as varchar) as delivery_id,
        cast(column_name as varchar) as column_name,
        cast(delivered_total as decimal(38, 9)) as delivered_total,
        cast(landed_total as decimal(38, 9)) as landed_total,
        cast(quarantined_total as decimal(38, 9)) as quarantined_total
    from source
)

select * from renamed
