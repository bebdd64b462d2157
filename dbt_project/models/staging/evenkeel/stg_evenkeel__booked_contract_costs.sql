with

source as (
    select * from {{ source('evenkeel', 'booked_fct_contract_cost_asset') }}
),

renamed as (
    select
        cast(contract_cost_asset_key as varchar) as contract_cost_asset_key,
        cast(contract_key as varchar) as contract_key,
        cast(client_key as varchar) as client_key,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(cost_type as varchar) as cost_type,
        cast(functional_currency_code as varchar) as functional_currency_code,
        cast(opening_asset_functional_amount as decimal(18, 2)) as opening_asset_functional_amount,
        cast(addition_functional_amount as decimal(18, 2)) as addition_functional_amount,
        cast(amortisation_functional_amount as decimal(18, 2)) as amortisation_functional_amount,
        cast(closing_asset_functional_amount as decimal(18, 2)) as closing_asset_functional_amount,
        cast(capitalised_to_date_functional_amount as decimal(18, 2)) as capitalised_to_date_functional_amount,
        cast(amortised_to_date_functional_amount as decimal(18, 2)) as amortised_to_date_functional_amount
    from source
)

select * from renamed
