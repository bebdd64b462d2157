{#- C08: open invoices equal the ledger's receivable balance; for each invoice what was invoiced less
    what was paid, in money or by a credit applied to it, is what is open; and what is aged at the
    as-of day is what is open, but for what was issued or settled later. A credit is an invoice with
    negative amounts, and what was applied of it settles it too. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid')
),

settlements as (
    select * from {{ ref('int_settlements__listed') }}
),

aged as (
    select * from {{ ref('fct_ar_aging') }}
    where is_running_period
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
    where account_class = 'receivable'
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

open_invoices as (
    select
        invoices.system_name,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        sum(coalesce(invoices.open_functional_amount, invoices.open_amount)) as amount
    from invoices
    left join systems on invoices.system_name = systems.system_name
    group by invoices.system_name, coalesce(invoices.entity_code, systems.entity_code)
),

ledger as (
    select
        system_name,
        entity_code,
        sum(net_functional_amount) as amount
    from gl_lines
    group by system_name, entity_code
),

paid as (
    select
        settlements.system_name,
        settlements.invoice_id,
        sum(settlements.amount) as amount,
        sum(case when settlements.settlement_date > run.as_of_date then settlements.amount end)
            as later_amount
    from settlements
    cross join run
    group by settlements.system_name, settlements.invoice_id
),

unsettled as (
    select
        invoices.system_name,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        invoices.invoice_id,
        invoices.currency_code,
        invoices.total_amount - coalesce(paid.amount, 0) as expected_open_amount,
        invoices.open_amount,
        case
            when invoices.invoice_date > run.as_of_date then 0
            else invoices.open_amount + coalesce(paid.later_amount, 0)
        end as open_by_then_amount,
        coalesce(aged.open_transaction_amount, 0) as aged_amount
    from invoices
    cross join run
    left join systems on invoices.system_name = systems.system_name
    left join paid
        on invoices.system_name = paid.system_name and invoices.invoice_id = paid.invoice_id
    left join aged
        on invoices.system_name = aged.system_name and invoices.invoice_id = aged.invoice_id
),

compared as (
    select
        'open invoices = ledger receivable' as check_name,
        coalesce(open_invoices.entity_code, ledger.entity_code) as entity_code,
        coalesce(open_invoices.system_name, ledger.system_name) as subject,
        coalesce(open_invoices.amount, 0) as a_value,
        coalesce(ledger.amount, 0) as b_value
    from open_invoices
    full outer join ledger
        on
            open_invoices.system_name = ledger.system_name
            and open_invoices.entity_code = ledger.entity_code
    union all
    select
        'invoiced - paid = open, all invoices' as check_name,
        entity_code,
        system_name as subject,
        sum(expected_open_amount) as a_value,
        sum(open_amount) as b_value
    from unsettled
    group by entity_code, system_name
    union all
    select
        'invoiced - paid = open, this invoice' as check_name,
        entity_code,
        concat(system_name, ':', invoice_id) as subject,
        expected_open_amount as a_value,
        open_amount as b_value
    from unsettled
    where expected_open_amount <> open_amount
    union all
    select
        'aged = open at the as-of day, all invoices' as check_name,
        entity_code,
        concat(system_name, ' in ', currency_code) as subject,
        sum(aged_amount) as a_value,
        sum(open_by_then_amount) as b_value
    from unsettled
    group by entity_code, system_name, currency_code
    union all
    select
        'aged = open at the as-of day, this invoice' as check_name,
        entity_code,
        concat(system_name, ':', invoice_id) as subject,
        aged_amount as a_value,
        open_by_then_amount as b_value
    from unsettled
    where aged_amount <> open_by_then_amount
),

measured as (
    select
        'C08' as control_id,
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
