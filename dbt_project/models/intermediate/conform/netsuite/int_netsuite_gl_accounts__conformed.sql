with

accounts as (
    {{ current_rows(ref('stg_netsuite__accounts'), 'account_id') }}
),

conformed as (
    select
        accounts.system_name,
        accounts.account_id,
        coalesce(accounts.account_number, accounts.account_id) as account_code,
        coalesce(accounts.account_name, accounts.full_name, accounts.account_number, accounts.account_id)
            as account_name,
        lower(accounts.account_type) as account_type,
        accounts.delivery_id,
        accounts.landed_at,
        accounts.row_hash
    from accounts
)

select * from conformed
