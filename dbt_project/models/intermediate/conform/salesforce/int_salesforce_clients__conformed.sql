{#- Neither a deleted account is a client nor one that was merged into another. -#}
with

accounts as (
    {{ current_rows(ref('stg_salesforce__accounts'), 'account_id') }}
),

merged as (
    select * from {{ ref('int_salesforce_accounts__merged') }}
),

conformed as (
    select
        accounts.system_name,
        accounts.account_id as client_id,
        accounts.account_name as client_name,
        nullif(merged.surviving_account_id, accounts.account_id) as parent_client_id,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        nullif(
            regexp_replace(
                regexp_replace(lower(accounts.website), '^(https?://)?(www[.])?', ''),
                '[/:?].*$',
                ''
            ),
            ''
        ) as email_domain,
        coalesce(
            accounts.billing_country_code,
            case when length(accounts.billing_country) = 2 then upper(accounts.billing_country) end
        ) as country_code,
        cast(null as {{ dbt.type_string() }}) as region,
        accounts.delivery_id,
        accounts.landed_at,
        accounts.row_hash
    from accounts
    left join merged
        on
            accounts.system_name = merged.system_name
            and accounts.parent_account_id = merged.account_id
    where not accounts.is_in_recycle_bin and accounts.master_account_id is null
)

select * from conformed
