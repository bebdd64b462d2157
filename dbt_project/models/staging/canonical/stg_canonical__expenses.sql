{{ config(enabled=is_configured('canonical', 'expenses')) }}
with

source as (
    select * from {{ source('canonical', 'expenses') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(expense_id as varchar) as expense_id,
        cast(person_id as varchar) as person_id,
        cast(project_id as varchar) as project_id,
        cast(invoice_line_id as varchar) as invoice_line_id,
        cast(account_id as varchar) as account_id,
        -- attributes
        cast(category as varchar) as category,
        cast(currency_code as varchar) as currency_code,
        cast(is_billable as boolean) as is_billable,
        cast(is_wasted as boolean) as is_wasted,
        cast(approval_state as varchar) as approval_state,
        -- dates
        cast(expense_date as date) as expense_date,
        -- measures
        cast(amount as decimal(18, 4)) as amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
