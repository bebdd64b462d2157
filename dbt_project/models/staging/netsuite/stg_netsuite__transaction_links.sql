with

source as (
    select * from {{ source('netsuite', 'transaction_links') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(previous_transaction_id as varchar) as previous_transaction_id,
        cast(previous_line_id as varchar) as previous_line_id,
        cast(next_transaction_id as varchar) as next_transaction_id,
        cast(next_line_id as varchar) as next_line_id,
        -- attributes
        cast(link_type as varchar) as link_type,
        cast(next_transaction_type as varchar) as next_transaction_type,
        -- dates
        cast(linked_at as timestamp) as linked_at,
        -- measures
        cast(foreign_amount as decimal(18, 6)) as foreign_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
