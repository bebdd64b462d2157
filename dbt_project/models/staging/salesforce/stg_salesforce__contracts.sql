with

source as (
    select * from {{ source('salesforce', 'contracts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(contract_id as varchar) as contract_id,
        cast(account_id as varchar) as account_id,
        cast(owner_user_id as varchar) as owner_user_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(contract_number as varchar) as contract_number,
        cast(contract_name as varchar) as contract_name,
        cast(status as varchar) as status,
        cast(status_code as varchar) as status_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast(company_signed_date as date) as company_signed_date,
        cast(customer_signed_date as date) as customer_signed_date,
        cast(activated_at as timestamp) as activated_at,
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- measures
        cast(term_months as bigint) as term_months,
        cast(agreed_amount as decimal(18, 4)) as agreed_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
