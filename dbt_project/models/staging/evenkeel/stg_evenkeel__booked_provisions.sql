with

source as (
    select * from {{ source('evenkeel', 'booked_fct_loss_provision') }}
),

renamed as (
    select
        cast(loss_provision_key as varchar) as loss_provision_key,
        cast(contract_key as varchar) as contract_key,
        cast(client_key as varchar) as client_key,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(transaction_price_amount as decimal(18, 2)) as transaction_price_amount,
        cast(functional_currency_code as varchar) as functional_currency_code,
        cast(cost_to_date_functional_amount as decimal(18, 2)) as cost_to_date_functional_amount,
        cast(remaining_cost_functional_amount as decimal(18, 2)) as remaining_cost_functional_amount,
        cast(estimate_at_completion_functional_amount as decimal(18, 2)) as estimate_at_completion_functional_amount,
        cast(revenue_to_date_functional_amount as decimal(18, 2)) as revenue_to_date_functional_amount,
        cast(remaining_price_functional_amount as decimal(18, 2)) as remaining_price_functional_amount,
        cast(transaction_price_functional_amount as decimal(18, 2)) as transaction_price_functional_amount,
        cast(expected_loss_functional_amount as decimal(18, 2)) as expected_loss_functional_amount,
        cast(recognised_loss_functional_amount as decimal(18, 2)) as recognised_loss_functional_amount,
        cast(opening_provision_functional_amount as decimal(18, 2)) as opening_provision_functional_amount,
        cast(provision_movement_functional_amount as decimal(18, 2)) as provision_movement_functional_amount,
        cast(closing_provision_functional_amount as decimal(18, 2)) as closing_provision_functional_amount
    from source
)

select * from renamed
