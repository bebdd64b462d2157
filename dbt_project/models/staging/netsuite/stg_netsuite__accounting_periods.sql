with

source as (
    select * from {{ source('netsuite', 'accounting_periods') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(accounting_period_id as varchar) as accounting_period_id,
        cast(parent_period_id as varchar) as parent_period_id,
        -- attributes
        cast(period_name as varchar) as period_name,
        cast(is_year as boolean) as is_year,
        cast(is_quarter as boolean) as is_quarter,
        cast(is_adjustment as boolean) as is_adjustment,
        cast(is_posting as boolean) as is_posting,
        cast(is_closed as boolean) as is_closed,
        cast(is_receivables_locked as boolean) as is_receivables_locked,
        cast(is_payables_locked as boolean) as is_payables_locked,
        cast(is_payroll_locked as boolean) as is_payroll_locked,
        cast(is_all_locked as boolean) as is_all_locked,
        cast(allows_non_ledger_changes as boolean) as allows_non_ledger_changes,
        cast(is_inactive as boolean) as is_inactive,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(closed_date as date) as closed_date,
        cast(changed_at as timestamp) as changed_at,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
