with

source as (
    select * from {{ source('tryton', 'account_types') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as account_type_id,
        -- attributes
        cast(name as varchar) as account_type_name,
        cast(statement as varchar) as statement_name,
        cast(receivable as boolean) as is_receivable,
        cast(payable as boolean) as is_payable,
        cast(revenue as boolean) as is_revenue,
        cast(expense as boolean) as is_expense,
        cast(stock as boolean) as is_stock,
        cast(assets as boolean) as is_asset,
        cast(debt as boolean) as is_debt,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
