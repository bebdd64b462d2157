{#- The capitalised cost of obtaining and of fulfilling each contract from each period's opening to its
    closing (IFRS 15.91 to 104, ASC 340-40). What is added and amortised in a period is what there is to
    date less what there was before; where the books hold the period before, what was booked of it, so
    that a cost that comes late is added, and what is behind of it amortised, in an open period
    (decision 16). -#}
with

amortised as (
    select * from {{ ref('int_contract_costs__amortised') }}
    where contract_key is not null and cost_functional_amount is not null
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_contract_costs') }}
),

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
    where table_name = 'fct_contract_cost_asset'
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue' and is_closed
),

settled as (
    select
        locks.entity_code,
        locks.period_code
    from locks
    inner join pages
        on
            locks.entity_code = pages.entity_code
            and locks.period_code = pages.accounting_period
            and coalesce(locks.closed_at, cast('1900-01-01' as timestamp))
            = coalesce(pages.closed_at, cast('1900-01-01' as timestamp))
),

summed as (
    select
        contract_key,
        cost_type,
        period_code as accounting_period,
        min(client_key) as client_key,
        min(entity_code) as entity_code,
        min(functional_currency_code) as functional_currency_code,
        sum(cost_functional_amount) as cost_amount,
        sum(amortised_functional_amount) as amortised_amount
    from amortised
    group by contract_key, cost_type, period_code
),

totals as (
    select
        summed.contract_key,
        summed.cost_type,
        summed.accounting_period,
        summed.cost_amount,
        summed.amortised_amount
    from summed
    left join settled
        on
            summed.entity_code = settled.entity_code
            and summed.accounting_period = settled.period_code
    where settled.period_code is null
    union all
    select
        booked.contract_key,
        booked.cost_type,
        booked.accounting_period,
        booked.capitalised_to_date_functional_amount as cost_amount,
        booked.amortised_to_date_functional_amount as amortised_amount
    from booked
    inner join settled
        on
            booked.entity_code = settled.entity_code
            and booked.accounting_period = settled.period_code
),

befores as (
    select
        contract_key,
        cost_type,
        accounting_period,
        lag(cost_amount, 1, 0) over in_order as cost_before_amount,
        lag(amortised_amount, 1, 0) over in_order as amortised_before_amount
    from totals
    window in_order as (partition by contract_key, cost_type order by accounting_period)
),

moved as (
    select
        summed.contract_key,
        summed.cost_type,
        summed.accounting_period,
        summed.client_key,
        summed.entity_code,
        summed.functional_currency_code,
        summed.cost_amount,
        summed.amortised_amount,
        coalesce(befores.cost_before_amount, 0) as cost_before_amount,
        coalesce(befores.amortised_before_amount, 0) as amortised_before_amount
    from summed
    left join befores
        on
            summed.contract_key = befores.contract_key
            and summed.cost_type = befores.cost_type
            and summed.accounting_period = befores.accounting_period
),

described as (
    select
        {{ surrogate_key(['contract_key', 'cost_type', 'accounting_period']) }}
            as contract_cost_asset_key,
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        cost_type,
        functional_currency_code,
        cast(cost_before_amount - amortised_before_amount as decimal(18, 2))
            as opening_asset_functional_amount,
        cast(cost_amount - cost_before_amount as decimal(18, 2)) as addition_functional_amount,
        cast(amortised_amount - amortised_before_amount as decimal(18, 2))
            as amortisation_functional_amount,
        cast(cost_amount - amortised_amount as decimal(18, 2)) as closing_asset_functional_amount,
        cast(cost_amount as decimal(18, 2)) as capitalised_to_date_functional_amount,
        cast(amortised_amount as decimal(18, 2)) as amortised_to_date_functional_amount
    from moved
)

select * from described
