{#- C11: the transaction price of a contract today is what was recognised and what remains. What is paid by
    time or use is in neither (IFRS 15.121(b)). What was booked and not recognised is what remains and
    what is signed and not in force yet; backlog foots, and opens where it closed. What remains is what is
    expected in all bands of time, and each version of a schedule adds up to its part of the price. In every
    period, revenue to date is what it was before and what was posted, cent for cent; what is paid by use is
    posted in smaller parts. What is taken back of an obligation that moved to another entity is compared in that one. -#}
with

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
    where transaction_price is not null
),

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where revenue_method <> 'usage'
),

postings as (
    select * from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is not null and revenue_method <> 'usage'
),

backlog as (
    select * from {{ ref('int_backlog__moved') }}
    where is_running
),

backlog_months as (
    select * from {{ ref('fct_bookings_backlog_month') }}
),

rpo as (
    select * from {{ ref('fct_rpo_schedule') }}
),

schedules as (
    select * from {{ ref('fct_revenue_schedule') }}
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
        sum(po_months.revenue_to_date_amount + po_months.remaining_amount) as amount,
        sum(po_months.remaining_amount) as remaining_amount
    from po_months
    cross join run
    inner join periods
        on
            po_months.accounting_period = periods.period_code
            and run.as_of_date between periods.period_start_date and periods.period_end_date
    where po_months.remaining_amount is not null
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

booked as (
    select
        system_name,
        contract_id,
        min(entity_code) as entity_code,
        min(currency_code) as currency_code,
        sum(closing_amount) as closing_amount,
        sum(closing_not_in_force_amount) as not_in_force_amount
    from backlog
    group by system_name, contract_id
),

left_over as (
    select
        booked.system_name,
        booked.contract_id,
        booked.entity_code,
        booked.currency_code,
        booked.closing_amount,
        coalesce(contracts.remaining_amount, 0) + booked.not_in_force_amount as remaining_amount
    from booked
    left join contracts
        on
            booked.system_name = contracts.system_name
            and booked.contract_id = contracts.contract_id
),

footed as (
    select
        entity_code,
        accounting_period,
        revenue_stream,
        functional_currency_code,
        closing_backlog_functional_amount as closing_amount,
        opening_backlog_functional_amount
        + bookings_functional_amount
        + backlog_judged_anew_functional_amount
        - backlog_burn_functional_amount
        + backlog_of_closed_periods_functional_amount
        + backlog_exchange_difference_functional_amount as moved_amount,
        opening_backlog_functional_amount as opening_amount,
        lag(closing_backlog_functional_amount, 1, cast(0 as decimal(18, 2))) over (
            partition by entity_code, revenue_stream
            order by accounting_period
        ) as closing_before_amount
    from backlog_months
),

scheduled as (
    select
        performance_obligation_key,
        accounting_period,
        min(entity_code) as entity_code,
        min(transaction_currency_code) as currency_code,
        max(allocated_amount) as allocated_amount,
        sum(recognised_amount + planned_amount) as amount
    from schedules
    group by performance_obligation_key, accounting_period
),

moved as (
    select
        entity_code,
        accounting_period,
        transaction_currency_code,
        performance_obligation_key,
        revenue_transaction_amount,
        revenue_to_date_amount,
        lag(revenue_to_date_amount, 1, cast(0 as decimal(18, 2))) over (
            partition by performance_obligation_key, transaction_currency_code
            order by accounting_period
        ) + revenue_transaction_amount as moved_amount
    from po_months
),

told as (
    select
        performance_obligation_key,
        accounting_period,
        transaction_currency_code,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as posted_entity_code,
        revenue_transaction_amount as obligation_amount,
        0 as posted_amount
    from po_months
    union all
    select
        performance_obligation_key,
        accounting_period,
        transaction_currency_code,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        entity_code as posted_entity_code,
        0 as obligation_amount,
        revenue_transaction_amount as posted_amount
    from postings
),

told_by_obligation as (
    select
        performance_obligation_key,
        accounting_period,
        transaction_currency_code,
        coalesce(max(entity_code), max(posted_entity_code)) as entity_code,
        sum(obligation_amount) as obligation_amount,
        sum(posted_amount) as posted_amount
    from told
    group by performance_obligation_key, accounting_period, transaction_currency_code
),

compared as (
    select
        'transaction price = revenue to date + remaining, all contracts' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ' in ', currency_code) as subject,
        sum(transaction_price) as a_value,
        sum(amount) as b_value
    from priced
    group by entity_code, system_name, currency_code
    union all
    select
        'transaction price = revenue to date + remaining, this contract' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ':', contract_id) as subject,
        transaction_price as a_value,
        amount as b_value
    from priced
    where transaction_price <> amount
    union all
    select
        'backlog = remaining + not in force, all contracts' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ' in ', currency_code) as subject,
        sum(closing_amount) as a_value,
        sum(remaining_amount) as b_value
    from left_over
    group by entity_code, system_name, currency_code
    union all
    select
        'backlog = remaining + not in force, this contract' as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ':', contract_id) as subject,
        closing_amount as a_value,
        remaining_amount as b_value
    from left_over
    where closing_amount <> remaining_amount
    union all
    select
        'backlog closing = opening + booked + judged - earned, all streams' as check_name,
        entity_code,
        accounting_period,
        functional_currency_code as subject,
        sum(closing_amount) as a_value,
        sum(moved_amount) as b_value
    from footed
    group by entity_code, accounting_period, functional_currency_code
    union all
    select
        'backlog opening = closing before, this stream' as check_name,
        entity_code,
        accounting_period,
        revenue_stream as subject,
        opening_amount as a_value,
        closing_before_amount as b_value
    from footed
    where opening_amount <> closing_before_amount
    union all
    select
        'remaining = expected in all bands, all contracts' as check_name,
        entity_code,
        accounting_period,
        transaction_currency_code as subject,
        sum(remaining_amount) as a_value,
        sum(within_1_year_amount + within_2_years_amount + later_amount + without_date_amount) as b_value
    from rpo
    group by entity_code, accounting_period, transaction_currency_code
    union all
    select
        'part of the price = recognised + planned, all schedules' as check_name,
        entity_code,
        accounting_period,
        currency_code as subject,
        sum(allocated_amount) as a_value,
        sum(amount) as b_value
    from scheduled
    group by entity_code, accounting_period, currency_code
    union all
    select
        'part of the price = recognised + planned, this schedule' as check_name,
        entity_code,
        accounting_period,
        performance_obligation_key as subject,
        allocated_amount as a_value,
        amount as b_value
    from scheduled
    where allocated_amount <> amount
    union all
    select
        'revenue to date = before + recognised, all obligations' as check_name,
        entity_code,
        accounting_period,
        transaction_currency_code as subject,
        sum(revenue_to_date_amount) as a_value,
        sum(moved_amount) as b_value
    from moved
    group by entity_code, accounting_period, transaction_currency_code
    union all
    select
        'revenue to date = before + recognised, this obligation' as check_name,
        entity_code,
        accounting_period,
        concat(performance_obligation_key, ' in ', transaction_currency_code) as subject,
        revenue_to_date_amount as a_value,
        moved_amount as b_value
    from moved
    where revenue_to_date_amount <> moved_amount
    union all
    select
        'recognised = postings, all obligations' as check_name,
        entity_code,
        accounting_period,
        transaction_currency_code as subject,
        sum(obligation_amount) as a_value,
        sum(posted_amount) as b_value
    from told_by_obligation
    group by entity_code, accounting_period, transaction_currency_code
),

measured as (
    select
        'C11' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
