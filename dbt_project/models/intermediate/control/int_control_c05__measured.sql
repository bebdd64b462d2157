{#- C05: recognised revenue is the ledger's revenue, by entity and period (decision 17). -#}
with

periods as (
    select * from {{ ref('int_ledger_periods__compared') }}
    where is_compared
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
    where account_class = 'revenue'
),

recognised as (
    select
        entity_code,
        accounting_period,
        sum(revenue_functional_amount) as amount
    from revenue
    group by entity_code, accounting_period
),

ledger as (
    select
        entity_code,
        accounting_period,
        -sum(net_functional_amount) as amount
    from gl_lines
    group by entity_code, accounting_period
),

measured as (
    select
        {{ ledger_check('C05') }},
        periods.entity_code,
        periods.period_code as accounting_period,
        'revenue' as subject,
        cast(coalesce(recognised.amount, 0) as decimal(38, 9)) as a_value,
        cast(coalesce(ledger.amount, 0) as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from periods
    left join recognised
        on
            periods.entity_code = recognised.entity_code
            and periods.period_code = recognised.accounting_period
    left join ledger
        on
            periods.entity_code = ledger.entity_code
            and periods.period_code = ledger.accounting_period
)

select * from measured
