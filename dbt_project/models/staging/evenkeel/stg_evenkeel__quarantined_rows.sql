with

source as (
    select * from {{ source('evenkeel', 'quarantined_rows') }}
),

renamed as (
    select
        cast(delivery_id as varchar) as delivery_id,
        cast(source_file as varchar) as source_file,
        cast(source_row_number as bigint) as source_row_number,
        cast(row_key as varchar) as row_key,
        cast(reason as varchar) as reason,
        cast(column_name as varchar) as column_name,
        cast(found as varchar) as found,
        cast(expected as varchar) as expected,
        cast(breaches as varchar) as breaches,
        cast(record as varchar) as record
    from source
)

select * from renamed
