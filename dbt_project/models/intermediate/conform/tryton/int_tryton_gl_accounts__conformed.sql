with

accounts as (
    {{ current_rows(ref('stg_tryton__accounts'), 'account_id') }}
),

account_types as (
    {{ current_rows(ref('stg_tryton__account_types'), 'account_type_id') }}
),

conformed as (
    select
        accounts.system_name,
        accounts.account_id,
        coalesce(accounts.account_code, accounts.account_id) as account_code,
        accounts.account_name,
        case
            when account_types.is_receivable then 'receivable'
            when account_types.is_payable then 'payable'
            when account_types.is_revenue then 'revenue'
            when account_types.is_expense then 'expense'
            when account_types.is_stock then 'stock'
            when lower(account_types.account_type_name) like 'cash%' then 'cash'
            when account_types.is_asset then 'asset'
            when account_types.is_debt then 'liability'
            else 'other'
        end as account_type,
        accounts.delivery_id,
        accounts.landed_at,
        accounts.row_hash
    from accounts
    left join account_types
        on
            accounts.system_name = account_types.system_name
            and accounts.account_type_id = account_types.account_type_id
)

select * from conformed
