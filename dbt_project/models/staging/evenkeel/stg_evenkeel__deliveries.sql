with

source as (
    select * from {{ source('evenkeel', 'deliveries') }}
),

renamed as (
    select
        cast(delivery_id as varchar) as delivery_id,
        cast(system_name as varchar) as system_name,
        cast(system_kind as varchar) as system_kind,
        cast(table_name as varchar) as table_name,
        cast(delivery_number as bigint) as delivery_number,
        cast(delivery_mode as varchar) as delivery_mode,
        cast(contract_version as varchar) as contract_version,
        cast(cursor_before as varchar) as cursor_before,
        cast(cursor_after as varchar) as cursor_after,
        cast(started_at as timestamp) as started_at,
        cast(finished_at as timestamp) as finished_at,
        cast(stated_rows as bigint) as stated_rows,
        cast(delivered_rows as bigint) as delivered_rows,
        cast(landed_rows as bigint) as landed_rows,
        cast(quarantined_rows as bigint) as quarantined_rows,
        cast(new_columns as varchar) as new_columns
    from source
)

select * from renamed
