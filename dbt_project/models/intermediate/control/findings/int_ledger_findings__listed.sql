{#- Journals that do not balance or stand in another period than their document; accounts that are not mapped,
    or that a pool of overhead names and no ledger has; periods between others that no system tells of. -#}
with

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
),

accounts as (
    select * from {{ ref('dim_gl_account') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

pools as (
    select * from {{ ref('stg_evenkeel__overhead_pools') }}
),

costs as (
    select * from {{ ref('int_costs__grouped') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

entity_periods as (
    select * from {{ ref('dim_accounting_period') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where not is_never_opened and (is_closed or is_booked)
),

journals as (
    select
        system_name,
        journal_id,
        min(entity_code) as entity_code,
        min(accounting_period) as accounting_period,
        max(case when source_type = 'invoice' then source_id end) as invoice_id,
        sum(debit_functional_amount) as debits,
        sum(credit_functional_amount) as credits
    from gl_lines
    group by system_name, journal_id
),

unbalanced as (
    select
        'journal_unbalanced' as finding_code,
        system_name,
        'gl_lines' as table_name,
        journal_id as source_id,
        entity_code,
        accounting_period,
        concat('debits of ', debits) as found,
        concat(credits, ', as its credits') as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from journals
    where debits <> credits
),

in_other_period as (
    select
        'journal_in_other_period' as finding_code,
        journals.system_name,
        'gl_lines' as table_name,
        journals.journal_id as source_id,
        journals.entity_code,
        journals.accounting_period,
        concat('posted in ', journals.accounting_period) as found,
        concat(periods.period_code, ', as invoice ', invoices.invoice_id) as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from journals
    inner join invoices
        on
            journals.system_name = invoices.system_name
            and journals.invoice_id = invoices.invoice_id
    inner join periods
        on invoices.invoice_date between periods.period_start_date and periods.period_end_date
    where journals.accounting_period <> periods.period_code
),

unmapped as (
    select
        'account_unmapped' as finding_code,
        system_name,
        'gl_accounts' as table_name,
        account_id as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('type ', account_type) as found,
        'a type of gl_account_classes.csv' as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from accounts
    where account_class = 'unmapped'
),

pool_accounts as (
    {{ text_parts('pools', ['cost_pool'], 'account_codes', ' ') }}
),

-- The hours that bear overhead, and bear too little of a pool that lacks an account.
bearing as (
    select sum(costs.hours) as hours
    from costs
    inner join projects on costs.project_key = projects.project_key
    where costs.cost_class = 'labour' and projects.project_type <> 'internal'
),

without_account as (
    select
        'overhead_account_missing' as finding_code,
        cast(null as {{ dbt.type_string() }}) as system_name,
        'gl_accounts' as table_name,
        concat(pool_accounts.cost_pool, ' ', pool_accounts.part) as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('account ', pool_accounts.part, ' in no ledger') as found,
        concat('an account for each that pool ', pool_accounts.cost_pool, ' names') as expected,
        bearing.hours as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from pool_accounts
    cross join bearing
    left join accounts on pool_accounts.part = accounts.account_code
    where pool_accounts.part is not null and accounts.account_code is null
),

told as (
    select
        entity_code,
        period_code
    from entity_periods
    where state <> 'never_opened'
    union
    select
        entity_code,
        period_code
    from locks
),

told_spans as (
    select
        told.entity_code,
        min(periods.period_start_date) as first_day,
        max(periods.period_start_date) as last_day
    from told
    inner join periods on told.period_code = periods.period_code
    group by told.entity_code
),

not_told as (
    select
        'period_not_told' as finding_code,
        cast(null as {{ dbt.type_string() }}) as system_name,
        'accounting_periods' as table_name,
        concat(entity_periods.entity_code, ' ', entity_periods.period_code) as source_id,
        entity_periods.entity_code,
        entity_periods.period_code as accounting_period,
        'no period or event of these days' as found,
        concat(
            entity_periods.period_start_date, ' to ', entity_periods.period_end_date,
            ', between others that are told'
        ) as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from entity_periods
    inner join told_spans
        on
            entity_periods.entity_code = told_spans.entity_code
            and entity_periods.period_start_date > told_spans.first_day
            and entity_periods.period_start_date < told_spans.last_day
    left join told
        on
            entity_periods.entity_code = told.entity_code
            and entity_periods.period_code = told.period_code
    where told.period_code is null
),

broken as (
    select * from unbalanced
    union all
    select * from in_other_period
    union all
    select * from unmapped
    union all
    select * from without_account
    union all
    select * from not_told
)

select * from broken
