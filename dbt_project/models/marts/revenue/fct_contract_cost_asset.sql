{#- The capitalised cost of obtaining and of fulfilling each contract from each period's opening to its
    closing (IFRS 15.91 to 104, ASC 340-40). What is added and amortised in a period is what there is to
    date less what there was before; where the books hold the period before, what was booked of it, so
    that a cost that comes late is added, and what is behind of it amortised, in an open period, and a
    cost that is delivered no more is taken back there (decision 16). -#}
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

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
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

first_booked as (
    select
        contract_key,
        cost_type,
        min(client_key) as client_key,
        min(entity_code) as entity_code,
        min(functional_currency_code) as functional_currency_code,
        min(accounting_period) as accounting_period
    from booked
    group by contract_key, cost_type
),

gone as (
    select
        first_booked.contract_key,
        first_booked.cost_type,
        periods.period_code as accounting_period,
        first_booked.client_key,
        first_booked.entity_code,
        first_booked.functional_currency_code
    from first_booked
    cross join run
    inner join periods
        on
            first_booked.accounting_period <= periods.period_code
            and run.as_of_date >= periods.period_start_date
    left join summed
        on
            first_booked.contract_key = summed.contract_key
            and first_booked.cost_type = summed.cost_type
            and periods.period_code = summed.accounting_period
    where summed.contract_key is null
),

standing as (
    select
        contract_key,
        cost_type,
        accounting_period,
        client_key,
        entity_code,
        functional_currency_code,
        cost_amount,
        amortised_amount
    from summed
    union all
    select
        contract_key,
        cost_type,
        accounting_period,
        client_key,
        entity_code,
        functional_currency_code,
        0 as cost_amount,
        0 as amortised_amount
    from gone
),

totals as (
    select
        standing.contract_key,
        standing.cost_type,
        standing.accounting_period,
        standing.cost_amount,
        standing.amortised_amount
    from standing
    left join settled
        on
            standing.entity_code = settled.entity_code
            and standing.accounting_period = settled.period_code
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
        standing.contract_key,
        standing.cost_type,
        standing.accounting_period,
        standing.client_key,
        standing.entity_code,
        standing.functional_currency_code,
        standing.cost_amount,
        standing.amortised_amount,
        coalesce(befores.cost_before_amount, 0) as cost_before_amount,
        coalesce(befores.amortised_before_amount, 0) as amortised_before_amount
    from standing
    left join befores
        on
            standing.contract_key = befores.contract_key
            and standing.cost_type = befores.cost_type
            and standing.accounting_period = befores.accounting_period
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
