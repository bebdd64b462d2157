{#- Journals that do not balance or stand in another period than their document; unmapped accounts. -#}
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

broken as (
    select * from unbalanced
    union all
    select * from in_other_period
    union all
    select * from unmapped
)

select * from broken
