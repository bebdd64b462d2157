{#- C11: the transaction price of a contract today is what was recognised and what remains. What is paid by
    time or use is in neither (IFRS 15.121(b)). -#}
with

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
    where transaction_price is not null
),

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where remaining_amount is not null
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

contracts as (
    select
        po_months.system_name,
        po_months.contract_id,
        min(po_months.entity_code) as entity_code,
        sum(po_months.revenue_to_date_amount + po_months.remaining_amount) as amount
    from po_months
    cross join run
    inner join periods
        on
            po_months.accounting_period = periods.period_code
            and run.as_of_date between periods.period_start_date and periods.period_end_date
    group by po_months.system_name, po_months.contract_id
),

priced as (
    select
        contracts.*,
        prices.currency_code,
        prices.transaction_price
    from contracts
    cross join run
    inner join prices
        on
            contracts.system_name = prices.system_name
            and contracts.contract_id = prices.contract_id
            and run.as_of_date >= prices.in_force_from
            and run.as_of_date < prices.in_force_before
            and run.as_of_date >= prices.valid_from
            and run.as_of_date < prices.valid_before
),

compared as (
    select
        'transaction price = revenue to date + remaining, all contracts' as check_name,
        entity_code,
        concat(system_name, ' in ', currency_code) as subject,
        sum(transaction_price) as a_value,
        sum(amount) as b_value
    from priced
    group by entity_code, system_name, currency_code
    union all
    select
        'transaction price = revenue to date + remaining, this contract' as check_name,
        entity_code,
        concat(system_name, ':', contract_id) as subject,
        transaction_price as a_value,
        amount as b_value
    from priced
    where transaction_price <> amount
),

measured as (
    select
        'C11' as control_id,
        check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
