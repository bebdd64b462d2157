with

source as (
    select * from {{ source('evenkeel', 'booked_fct_mrr_customer_month') }}
),

renamed as (
    select
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(client_key as varchar) as client_key,
        cast(group_client_key as varchar) as group_client_key,
        cast(product_key as varchar) as product_key,
        cast(transaction_currency_code as varchar) as currency_code,
        cast(mrr_transaction_amount as decimal(18, 6)) as mrr_amount,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        cast(arr_reporting_amount as decimal(18, 2)) as arr_reporting_amount
    from source
)

select * from renamed
