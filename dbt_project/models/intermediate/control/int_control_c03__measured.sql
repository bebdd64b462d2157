{#- C03: debits equal credits, per entity and period and in every journal entry. -#}
with

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
),

by_period as (
    select
        'debits = credits in the period' as check_name,
        entity_code,
        accounting_period,
        entity_code as subject,
        sum(debit_functional_amount) as a_value,
        sum(credit_functional_amount) as b_value
    from gl_lines
    group by entity_code, accounting_period
),

unbalanced_journals as (
    select
        'debits = credits in the journal' as check_name,
        entity_code,
        min(accounting_period) as accounting_period,
        concat(system_name, ':', journal_id) as subject,
        sum(debit_functional_amount) as a_value,
        sum(credit_functional_amount) as b_value
    from gl_lines
    group by entity_code, system_name, journal_id
    having sum(debit_functional_amount) <> sum(credit_functional_amount)
),

compared as (
    select * from by_period
    union all
    select * from unbalanced_journals
),

measured as (
    select
        'C03' as control_id,
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
