with

source as (
    select * from {{ source('salesforce', 'accounts') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(account_id as varchar) as account_id,
        cast(master_account_id as varchar) as master_account_id,
        cast(parent_account_id as varchar) as parent_account_id,
        cast(owner_user_id as varchar) as owner_user_id,
        -- attributes
        cast(is_in_recycle_bin as boolean) as is_in_recycle_bin,
        cast(account_name as varchar) as account_name,
        cast(account_type as varchar) as account_type,
        cast(account_number as varchar) as account_number,
        cast(industry as varchar) as industry,
        cast(website as varchar) as website,
        cast(billing_street as varchar) as billing_street,
        cast(billing_city as varchar) as billing_city,
        cast(billing_postal_code as varchar) as billing_postal_code,
        cast(billing_country as varchar) as billing_country,
        cast(billing_country_code as varchar) as billing_country_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(created_at as timestamp) as created_at,
        cast(last_modified_at as timestamp) as last_modified_at,
        cast(system_modified_at as timestamp) as system_modified_at,
        -- measures
        cast(employees as bigint) as employees,
        cast(annual_revenue_amount as decimal(18, 4)) as annual_revenue_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
