with

source as (
    select * from {{ source('evenkeel', 'book_pages') }}
),

renamed as (
    select
        cast(release_id as varchar) as release_id,
        cast(table_name as varchar) as table_name,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(closed_at as timestamp) as closed_at,
        cast(page_rows as bigint) as page_rows,
        cast(page_checksum as varchar) as page_checksum,
        cast(published_at as timestamp) as published_at,
        cast(run_id as varchar) as run_id,
        cast(model_version as varchar) as model_version
    from source
)

select * from renamed
