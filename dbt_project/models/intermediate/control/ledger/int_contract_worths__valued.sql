{#- What each contract's balance comes to in its entity's currency at the end of each period (decision
    16). What the client owes is worth what it comes to at the closing rate (IAS 21.23(a)); what is
    owed to the client stays at the rates it was booked at since the client last owed (21.23(b)).
    Amounts are debits; what is owed to the client is below zero. -#}
with

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is not null and contract_key is not null
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

line_contracts as (
    select * from {{ ref('int_invoice_lines__placed') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

earned as (
    select
        contract_key,
        accounting_period as period_code,
        sum(revenue_functional_amount) as amount
    from events
    group by contract_key, accounting_period
),

billed as (
    select
        line_contracts.contract_key,
        invoice_lines.period_code,
        sum({{ posted_amount('invoice_lines.net_functional_amount') }}) as amount
    from invoice_lines
    inner join line_contracts
        on
            invoice_lines.system_name = line_contracts.system_name
            and invoice_lines.invoice_line_id = line_contracts.invoice_line_id
    group by line_contracts.contract_key, invoice_lines.period_code
),

dated as (
    select
        balances.contract_key,
        balances.entity_code,
        balances.accounting_period,
        balances.transaction_currency_code,
        balances.closing_unbilled_receivable_amount,
        balances.closing_contract_asset_amount,
        balances.closing_contract_liability_amount > 0 as is_liability,
        entities.functional_currency_code,
        periods.period_start_date,
        periods.period_end_date,
        coalesce(earned.amount, 0) - coalesce(billed.amount, 0) as booked_amount
    from balances
    inner join periods on balances.accounting_period = periods.period_code
    left join entities on balances.entity_code = entities.entity_code
    left join earned
        on
            balances.contract_key = earned.contract_key
            and balances.accounting_period = earned.period_code
    left join billed
        on
            balances.contract_key = billed.contract_key
            and balances.accounting_period = billed.period_code
),

closing as (
    select
        dated.*,
        {{ posted_amount(in_currency(
            'dated.closing_unbilled_receivable_amount',
            'dated.transaction_currency_code',
            'dated.functional_currency_code',
            'at_close',
        )) }} as unbilled_receivable_functional_amount,
        {{ posted_amount(in_currency(
            'dated.closing_contract_asset_amount',
            'dated.transaction_currency_code',
            'dated.functional_currency_code',
            'at_close',
        )) }} as contract_asset_functional_amount
    from dated
    {{ join_fx_rate(
        'at_close',
        'dated.transaction_currency_code',
        'dated.functional_currency_code',
        'dated.period_end_date',
    ) }}
),

cumulated as (
    select
        closing.*,
        sum(booked_amount) over until_now as booked_to_date_amount,
        sum(case when is_liability then 0 else 1 end) over until_now as owed_periods
    from closing
    window until_now as (partition by contract_key order by period_start_date)
),

revalued as (
    select
        cumulated.*,
        max(
            case
                when not is_liability
                    then
                        unbilled_receivable_functional_amount
                        + contract_asset_functional_amount
                        - booked_to_date_amount
            end
        ) over (partition by contract_key, owed_periods) as revaluation_amount
    from cumulated
),

valued as (
    select
        contract_key,
        entity_code,
        accounting_period,
        functional_currency_code,
        functional_currency_code <> transaction_currency_code as is_foreign,
        cast(booked_amount as decimal(18, 2)) as booked_functional_amount,
        unbilled_receivable_functional_amount,
        contract_asset_functional_amount,
        cast(
            case
                when is_liability
                    then least(booked_to_date_amount + coalesce(revaluation_amount, 0), 0)
                else 0
            end as decimal(18, 2)
        ) as contract_liability_functional_amount
    from revalued
)

select * from valued
