with

source as (
    select * from {{ source('tryton', 'move_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(id as varchar) as move_line_id,
        cast(move as varchar) as move_id,
        cast(account as varchar) as account_id,
        cast(party as varchar) as party_id,
        cast(second_currency as varchar) as second_currency_id,
        cast(reconciliation as varchar) as reconciliation_id,
        -- attributes
        cast(description as varchar) as description,
        cast(state as varchar) as state,
        -- dates
        cast(maturity_date as date) as maturity_date,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(debit as decimal(18, 4)) as debit_amount,
        cast(credit as decimal(18, 4)) as credit_amount,
        cast(amount_second_currency as decimal(18, 4)) as second_currency_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
