{#- What each contract earned more, or less, than it was invoiced, netted for the whole contract (IFRS
    15.105), from each period's opening to its closing. Time and use that may be invoiced as they are are a
    receivable that is not billed yet (IFRS 15.108); anything else that is earned and not billed is a
    contract asset. What opening liabilities became revenue is IFRS 15.116(b), what changed without
    work 116(c). Amounts are the contract's currency. -#}
with

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where contract_key is not null
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is not null and contract_key is not null
),

billings as (
    select * from {{ ref('int_contract_billings__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

earned as (
    select
        contract_key,
        accounting_period,
        {{ posted_amount('sum(revenue_transaction_amount)') }} as revenue_amount,
        sum(case when posting_reason <> 'progress' then revenue_transaction_amount else 0 end)
            as catch_up_amount
    from events
    group by contract_key, accounting_period
),

remaining as (
    select
        contract_key,
        accounting_period,
        sum(remaining_amount) as remaining_amount
    from po_months
    group by contract_key, accounting_period
),

earning as (
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        accounting_period,
        revenue_method
    from po_months
    union all
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        accounting_period,
        revenue_method
    from events
    where revenue_method = 'usage'
),

contracts as (
    select
        earning.contract_key,
        min(earning.client_key) as client_key,
        min(earning.entity_code) as entity_code,
        min(earning.transaction_currency_code) as transaction_currency_code,
        min(periods.period_start_date) as first_day,
        max(case when earning.revenue_method in ('right_to_invoice', 'usage') then 0 else 1 end) = 0
            as is_paid_by_time
    from earning
    inner join periods on earning.accounting_period = periods.period_code
    group by earning.contract_key
),

first_billings as (
    select
        billings.contract_key,
        min(periods.period_start_date) as first_day
    from billings
    inner join periods on billings.period_code = periods.period_code
    group by billings.contract_key
),

spine as (
    select
        contracts.contract_key,
        contracts.client_key,
        contracts.entity_code,
        contracts.transaction_currency_code,
        contracts.is_paid_by_time,
        periods.period_code,
        periods.period_start_date
    from contracts
    cross join run
    left join first_billings on contracts.contract_key = first_billings.contract_key
    inner join periods
        on
            periods.period_start_date
            >= least(contracts.first_day, coalesce(first_billings.first_day, contracts.first_day))
            and run.as_of_date >= periods.period_start_date
),

moved as (
    select
        spine.contract_key,
        spine.client_key,
        spine.entity_code,
        spine.transaction_currency_code,
        spine.is_paid_by_time,
        spine.period_code,
        spine.period_start_date,
        cast(coalesce(earned.revenue_amount, 0) as decimal(18, 2)) as revenue_amount,
        cast(coalesce(earned.catch_up_amount, 0) as decimal(18, 2)) as catch_up_amount,
        cast(remaining.remaining_amount as decimal(18, 2)) as remaining_amount,
        cast(coalesce(billings.billed_amount, 0) as decimal(18, 2)) as billed_amount,
        coalesce(billings.unconverted_lines, 0) as unconverted_lines
    from spine
    left join earned
        on
            spine.contract_key = earned.contract_key
            and spine.period_code = earned.accounting_period
    left join remaining
        on
            spine.contract_key = remaining.contract_key
            and spine.period_code = remaining.accounting_period
    left join billings
        on
            spine.contract_key = billings.contract_key
            and spine.period_code = billings.period_code
),

cumulated as (
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        is_paid_by_time,
        period_code,
        revenue_amount,
        catch_up_amount,
        remaining_amount,
        billed_amount,
        unconverted_lines,
        cast(sum(revenue_amount) over until_now as decimal(18, 2)) as revenue_to_date_amount,
        cast(sum(billed_amount) over until_now as decimal(18, 2)) as billed_to_date_amount,
        cast(sum(revenue_amount - billed_amount) over until_now as decimal(18, 2))
            as closing_position_amount,
        cast(
            sum(revenue_amount - billed_amount) over until_now - revenue_amount + billed_amount
            as decimal(18, 2)
        ) as opening_position_amount
    from moved
    window until_now as (partition by contract_key order by period_start_date)
),

described as (
    select
        {{ surrogate_key(['contract_key', 'period_code']) }} as contract_balance_key,
        contract_key,
        client_key,
        entity_code,
        period_code as accounting_period,
        transaction_currency_code,
        opening_position_amount,
        revenue_amount as revenue_transaction_amount,
        billed_amount as billed_transaction_amount,
        closing_position_amount,
        catch_up_amount as revenue_without_work_amount,
        cast(
            greatest(least(revenue_amount, -opening_position_amount), 0) as decimal(18, 2)
        ) as revenue_from_opening_liability_amount,
        {% for moment in ['opening', 'closing'] %}
            cast(
                case when is_paid_by_time then greatest({{ moment }}_position_amount, 0) else 0 end
                as decimal(18, 2)
            ) as {{ moment }}_unbilled_receivable_amount,
            cast(
                case when is_paid_by_time then 0 else greatest({{ moment }}_position_amount, 0) end
                as decimal(18, 2)
            ) as {{ moment }}_contract_asset_amount,
            cast(greatest(-{{ moment }}_position_amount, 0) as decimal(18, 2))
                as {{ moment }}_contract_liability_amount,
        {% endfor %}
        revenue_to_date_amount,
        billed_to_date_amount,
        remaining_amount,
        cast(unconverted_lines as bigint) as unconverted_lines
    from cumulated
)

select * from described
