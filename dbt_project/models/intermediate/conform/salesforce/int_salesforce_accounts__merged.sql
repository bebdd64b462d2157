{#- A merge leaves the loser in the recycle bin with the winner's id, and a winner may lose later. -#}
with

accounts as (
    {{ current_rows(ref('stg_salesforce__accounts'), 'account_id') }}
),

merged_0 as (
    select
        system_name,
        account_id,
        coalesce(master_account_id, account_id) as surviving_account_id
    from accounts
),

{% for step in range(1, 5) %}
    merged_{{ step }} as (
        select
            merged.system_name,
            merged.account_id,
            coalesce(accounts.master_account_id, merged.surviving_account_id) as surviving_account_id
        from merged_{{ step - 1 }} as merged
        left join accounts
            on
                merged.system_name = accounts.system_name
                and merged.surviving_account_id = accounts.account_id
    ),

{% endfor %}
merged as (
    select
        system_name,
        account_id,
        surviving_account_id
    from merged_4
)

select * from merged
