with

source as (
    select * from {{ source('evenkeel', 'booked_fct_contract_balance_rollforward') }}
),

renamed as (
    select
        cast(contract_balance_key as varchar) as contract_balance_key,
        cast(contract_key as varchar) as contract_key,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(closing_unbilled_receivable_amount as decimal(18, 2)) as closing_unbilled_receivable_amount,
        cast(closing_contract_asset_amount as decimal(18, 2)) as closing_contract_asset_amount,
        cast(closing_contract_liability_amount as decimal(18, 2)) as closing_contract_liability_amount,
        cast(closing_unbilled_receivable_functional_amount as decimal(18, 2)) as closing_unbilled_receivable_functional_amount,
        cast(closing_contract_asset_functional_amount as decimal(18, 2)) as closing_contract_asset_functional_amount,
        cast(closing_contract_liability_functional_amount as decimal(18, 2)) as closing_contract_liability_functional_amount,
        cast(closing_unbilled_receivable_reporting_amount as decimal(18, 2)) as closing_unbilled_receivable_reporting_amount,
        cast(closing_contract_asset_reporting_amount as decimal(18, 2)) as closing_contract_asset_reporting_amount,
        cast(closing_contract_liability_reporting_amount as decimal(18, 2)) as closing_contract_liability_reporting_amount
    from source
)

select * from renamed
