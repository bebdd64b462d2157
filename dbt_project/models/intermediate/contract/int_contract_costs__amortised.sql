{#- What each capitalised cost of a contract was and how much of it is amortised until the end of each
    accounting period: straight by day over its window, both ends included, which is how what it pays for
    is transferred (IFRS 15.99, ASC 340-40-35-1). Each part is the cumulative amount less the one before,
    half up to the cent, so that the parts sum to the cost. Amounts are in the currency of the contract's
    entity at the spot rate of the day it was incurred, which stays: it is no monetary item. -#}
with

costs as (
    select * from {{ ref('int_contract_costs__unioned') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

placed as (
    select
        costs.system_name,
        costs.contract_cost_id,
        costs.contract_id,
        costs.cost_type,
        costs.incurred_date,
        greatest(costs.incurred_date, coalesce(costs.amortisation_start_date, costs.incurred_date))
            as amortised_from,
        greatest(
            costs.amortisation_end_date,
            costs.incurred_date,
            coalesce(costs.amortisation_start_date, costs.incurred_date)
        ) as amortised_until,
        costs.amount,
        costs.currency_code,
        contract_identities.crosswalk_key as contract_key,
        client_identities.crosswalk_key as client_key,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        entities.functional_currency_code
    from costs
    left join contracts
        on
            costs.system_name = contracts.system_name
            and costs.contract_id = contracts.contract_id
    left join systems on costs.system_name = systems.system_name
    left join entities
        on coalesce(contracts.entity_code, systems.entity_code) = entities.entity_code
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and costs.system_name = contract_identities.system_name
            and costs.contract_id = contract_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and contracts.system_name = client_identities.system_name
            and contracts.client_id = client_identities.source_id
),

converted as (
    select
        placed.*,
        {{ posted_amount(in_currency(
            'placed.amount', 'placed.currency_code', 'placed.functional_currency_code', 'to_functional'
        )) }} as cost_functional_amount
    from placed
    {{ join_fx_rate(
        'to_functional',
        'placed.currency_code',
        'placed.functional_currency_code',
        'placed.incurred_date',
    ) }}
),

elapsed as (
    select
        converted.*,
        periods.period_code,
        cast(
            greatest(
                {{ days_between(
                    'amortised_from',
                    plus_days(
                        'least(periods.period_end_date, run.as_of_date, converted.amortised_until)', 1
                    ),
                ) }},
                0
            ) as decimal(18, 6)
        ) as days_until,
        cast(
            greatest({{ days_between('amortised_from', plus_days('amortised_until', 1)) }}, 1)
            as decimal(18, 6)
        ) as all_days
    from converted
    cross join run
    inner join periods
        on
            converted.incurred_date <= periods.period_end_date
            and run.as_of_date >= periods.period_start_date
    where converted.incurred_date <= run.as_of_date
),

amortised as (
    select
        system_name,
        contract_cost_id,
        contract_id,
        cost_type,
        contract_key,
        client_key,
        entity_code,
        functional_currency_code,
        period_code,
        cost_functional_amount,
        {{ posted_share('cost_functional_amount', 'least(days_until, all_days)', 'all_days') }}
            as amortised_functional_amount
    from elapsed
)

select * from amortised
