{#- A cost price applies until the next one of the same employee. -#}
with

cost_prices as (
    {{ current_rows(ref('stg_tryton__employee_cost_prices'), 'cost_price_id') }}
),

employees as (
    {{ current_rows(ref('stg_tryton__employees'), 'employee_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

conformed as (
    select
        cost_prices.system_name,
        cost_prices.cost_price_id as cost_rate_id,
        cost_prices.employee_id as person_id,
        cast(null as {{ dbt.type_string() }}) as role,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cost_prices.valid_from_date as valid_from,
        cast(null as date) as valid_to,
        cost_prices.cost_rate,
        currencies.currency_code,
        cost_prices.delivery_id,
        cost_prices.landed_at,
        cost_prices.row_hash
    from cost_prices
    left join employees
        on
            cost_prices.system_name = employees.system_name
            and cost_prices.employee_id = employees.employee_id
    left join companies
        on
            employees.system_name = companies.system_name
            and employees.company_id = companies.company_id
    left join currencies
        on
            companies.system_name = currencies.system_name
            and companies.currency_id = currencies.currency_id
)

select * from conformed
