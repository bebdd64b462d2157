{#- In which periods revenue and contract balances are compared with the ledger (decision 17): where a
    ledger has accounts for contract balances, from the first period in which it posts on them, and
    a period once it is closed; where no system says what is closed, once it is accrued. -#}
with

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
),

accounts as (
    select * from {{ ref('dim_gl_account') }}
),

accounting_periods as (
    select * from {{ ref('dim_accounting_period') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

accruing_systems as (
    select distinct system_name
    from accounts
    where {{ is_contract_balance('account_class') }}
),

ledgers as (
    select
        gl_lines.entity_code,
        min(gl_lines.posting_date) as first_posted_date,
        min(case when {{ is_contract_balance('gl_lines.account_class') }} then gl_lines.posting_date end)
            as first_accrued_date,
        max(case when {{ is_contract_balance('gl_lines.account_class') }} then gl_lines.posting_date end)
            as last_accrued_date
    from gl_lines
    inner join accruing_systems on gl_lines.system_name = accruing_systems.system_name
    group by gl_lines.entity_code
),

closing_entities as (
    select
        entity_code,
        max(case when state in ('closed', 'permanently_closed') then 1 else 0 end) = 1 as tells_closed
    from accounting_periods
    group by entity_code
),

judged as (
    select
        accounting_periods.entity_code,
        accounting_periods.period_code,
        accounting_periods.period_start_date,
        accounting_periods.period_end_date,
        accounting_periods.fiscal_year,
        case
            when closing_entities.tells_closed
                then accounting_periods.state in ('closed', 'permanently_closed')
            else coalesce(accounting_periods.period_start_date <= ledgers.last_accrued_date, false)
        end
        and accounting_periods.period_end_date <= run.as_of_date as is_compared
    from accounting_periods
    cross join run
    inner join ledgers
        on
            accounting_periods.entity_code = ledgers.entity_code
            and accounting_periods.period_end_date
            >= coalesce(ledgers.first_accrued_date, ledgers.first_posted_date)
            and accounting_periods.period_start_date <= run.as_of_date
    inner join closing_entities on accounting_periods.entity_code = closing_entities.entity_code
),

described as (
    select
        entity_code,
        period_code,
        period_start_date,
        period_end_date,
        fiscal_year,
        is_compared,
        min(period_start_date) over (partition by entity_code) as first_start_date,
        max(case when is_compared then period_start_date end) over (partition by entity_code)
            as last_start_date
    from judged
)

select * from described
