{#- C04: what was paid for labour is the ledger's labour cost in every closed period, and all of it is cost of
    projects or of no project, in what is published of every period that is not settled (decision 22). A
    ledger without accounts of class labour_cost, or an entity without payroll, is not measured. -#}
with

payroll_costs as (
    select * from {{ ref('int_payroll_costs__unioned') }}
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where cost_class = 'labour'
),

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
    where account_class = 'labour_cost'
),

accounting_periods as (
    select * from {{ ref('dim_accounting_period') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost'
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

placed as (
    select
        coalesce(payroll_costs.entity_code, systems.entity_code) as entity_code,
        accounting_periods.period_code,
        payroll_costs.currency_code,
        {{ posted_amount('payroll_costs.gross_amount') }} as gross_amount
    from payroll_costs
    left join systems on payroll_costs.system_name = systems.system_name
    left join accounting_periods
        on
            coalesce(payroll_costs.entity_code, systems.entity_code) = accounting_periods.entity_code
            and payroll_costs.period_end_date between
            accounting_periods.period_start_date and accounting_periods.period_end_date
),

paid as (
    select
        placed.entity_code,
        placed.period_code,
        sum({{ posted_amount(in_currency(
            'placed.gross_amount',
            'placed.currency_code',
            'entities.functional_currency_code',
            'to_functional',
        )) }}) as amount
    from placed
    left join entities on placed.entity_code = entities.entity_code
    {{ join_average_rate(
        'to_functional',
        'placed.currency_code',
        'entities.functional_currency_code',
        'placed.period_code',
    ) }}
    group by placed.entity_code, placed.period_code
),

ledger as (
    select
        entity_code,
        accounting_period as period_code,
        sum(net_functional_amount) as amount
    from gl_lines
    group by entity_code, accounting_period
),

costed as (
    select
        entity_code,
        accounting_period as period_code,
        sum(labour_cost_actual_functional_amount) as amount
    from cost_months
    group by entity_code, accounting_period
),

closing_entities as (
    select
        entity_code,
        max(case when state in ('closed', 'permanently_closed') then 1 else 0 end) = 1 as tells_closed
    from accounting_periods
    group by entity_code
),

posting_entities as (
    select
        accounting_periods.entity_code,
        min(case when paid.amount is not null then accounting_periods.period_start_date end)
            as first_paid_date,
        max(case when ledger.amount is not null then accounting_periods.period_start_date end)
            as last_posted_date
    from accounting_periods
    left join paid
        on
            accounting_periods.entity_code = paid.entity_code
            and accounting_periods.period_code = paid.period_code
    left join ledger
        on
            accounting_periods.entity_code = ledger.entity_code
            and accounting_periods.period_code = ledger.period_code
    group by accounting_periods.entity_code
),

compared as (
    select
        'payroll = ledger labour cost' as check_name,
        accounting_periods.entity_code,
        accounting_periods.period_code,
        coalesce(paid.amount, 0) as a_value,
        coalesce(ledger.amount, 0) as b_value
    from accounting_periods
    cross join run
    inner join closing_entities on accounting_periods.entity_code = closing_entities.entity_code
    inner join posting_entities
        on
            accounting_periods.entity_code = posting_entities.entity_code
            and accounting_periods.period_start_date >= posting_entities.first_paid_date
    left join paid
        on
            accounting_periods.entity_code = paid.entity_code
            and accounting_periods.period_code = paid.period_code
    left join ledger
        on
            accounting_periods.entity_code = ledger.entity_code
            and accounting_periods.period_code = ledger.period_code
    where
        accounting_periods.period_end_date <= run.as_of_date
        and posting_entities.last_posted_date is not null
        and case
            when closing_entities.tells_closed
                then accounting_periods.state in ('closed', 'permanently_closed')
            else accounting_periods.period_start_date <= posting_entities.last_posted_date
        end
    union all
    select
        'labour of projects + of no project = payroll' as check_name,
        coalesce(paid.entity_code, costed.entity_code) as entity_code,
        coalesce(paid.period_code, costed.period_code) as period_code,
        coalesce(costed.amount, 0) as a_value,
        coalesce(paid.amount, 0) as b_value
    from paid
    full outer join costed
        on
            paid.entity_code = costed.entity_code
            and coalesce(paid.period_code, '~') = coalesce(costed.period_code, '~')
    left join locks
        on
            coalesce(paid.entity_code, costed.entity_code) = locks.entity_code
            and coalesce(paid.period_code, costed.period_code) = locks.period_code
    where
        not coalesce(locks.is_settled, false)
        and (paid.amount is not null or costed.amount is not null)
),

measured as (
    select
        'C04' as control_id,
        check_name,
        entity_code,
        period_code as accounting_period,
        'labour' as subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
