with

source as (
    select * from {{ source('netsuite', 'transactions') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(transaction_id as varchar) as transaction_id,
        cast(external_id as varchar) as external_id,
        cast(posting_period_id as varchar) as posting_period_id,
        cast(entity_id as varchar) as entity_id,
        cast(currency_id as varchar) as currency_id,
        cast(approval_status_id as varchar) as approval_status_id,
        -- attributes
        cast(transaction_type as varchar) as transaction_type,
        cast(transaction_number as varchar) as transaction_number,
        cast(is_posting as boolean) as is_posting,
        cast(is_voided as boolean) as is_voided,
        cast(is_reversal as boolean) as is_reversal,
        cast(status as varchar) as status,
        cast(reference_number as varchar) as reference_number,
        cast(memo as varchar) as memo,
        -- dates
        cast(transaction_date as date) as transaction_date,
        cast(due_date as date) as due_date,
        cast(created_at as timestamp) as created_at,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(exchange_rate as decimal(24, 12)) as exchange_rate,
        cast(foreign_total_amount as decimal(18, 6)) as foreign_total_amount,
        cast(foreign_unpaid_amount as decimal(18, 6)) as foreign_unpaid_amount,
        cast(foreign_paid_amount as decimal(18, 6)) as foreign_paid_amount,
        cast(foreign_unused_amount as decimal(18, 6)) as foreign_unused_amount,
        cast(foreign_used_amount as decimal(18, 6)) as foreign_used_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
