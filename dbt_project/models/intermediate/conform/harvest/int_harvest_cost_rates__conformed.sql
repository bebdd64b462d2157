{#- Harvest keeps cost rates without a currency: they are in the currency of the account's entity. -#}
with

cost_rates as (
    {{ current_rows(ref('stg_harvest__cost_rates'), 'cost_rate_id') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

conformed as (
    select
        cost_rates.system_name,
        cost_rates.cost_rate_id,
        cost_rates.user_id as person_id,
        cast(null as {{ dbt.type_string() }}) as role,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cost_rates.start_date as valid_from,
        cost_rates.end_date as valid_to,
        cost_rates.amount as cost_rate,
        entities.functional_currency_code as currency_code,
        cost_rates.delivery_id,
        cost_rates.landed_at,
        cost_rates.row_hash
    from cost_rates
    left join systems on cost_rates.system_name = systems.system_name
    left join entities on systems.entity_code = entities.entity_code
)

select * from conformed
