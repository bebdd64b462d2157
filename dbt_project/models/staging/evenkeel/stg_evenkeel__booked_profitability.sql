with

source as (
    select * from {{ source('evenkeel', 'booked_fct_customer_profitability') }}
),

renamed as (
    select
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(client_key as varchar) as client_key,
        cast(group_client_key as varchar) as group_client_key
    from source
)

select * from renamed
