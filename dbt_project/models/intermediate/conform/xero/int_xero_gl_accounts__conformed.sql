{#- The debtors' control account is told by its system role; its type is any current asset's. -#}
with

accounts as (
    {{ current_rows(ref('stg_xero__accounts'), 'account_id') }}
),

conformed as (
    select
        accounts.system_name,
        accounts.account_id,
        coalesce(accounts.account_code, accounts.account_id) as account_code,
        accounts.account_name,
        case when accounts.system_account = 'DEBTORS' then 'receivable' else lower(accounts.account_type) end as account_type,
        accounts.delivery_id,
        accounts.landed_at,
        accounts.row_hash
    from accounts
)

select * from conformed
