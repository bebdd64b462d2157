{#- What the ledger's receivables should hold now, by document: what each invoice posted, and what settled
    it in money, which is what is open less that. A credit that was applied settles without a posting. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid')
),

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

ledger_lines as (
    select * from {{ ref('int_ledger_lines__placed') }}
    where account_class = 'receivable' and document_type = 'invoice'
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

booked as (
    select
        document_key,
        sum(net_functional_amount) as amount
    from ledger_lines
    group by document_key
),

owned as (
    select
        invoices.system_name,
        invoices.invoice_id,
        concat(invoices.system_name, ':', invoices.invoice_id) as document_key,
        invoices.invoice_date,
        invoices.currency_code,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        entities.functional_currency_code,
        coalesce(invoices.currency_code <> entities.functional_currency_code, false) as is_foreign,
        invoices.total_amount,
        coalesce(invoices.open_functional_amount, invoices.open_amount) as open_amount
    from invoices
    left join systems on invoices.system_name = systems.system_name
    left join entities
        on coalesce(invoices.entity_code, systems.entity_code) = entities.entity_code
),

converted as (
    select
        owned.*,
        {{ in_currency(
            'cast(1 as decimal(18, 6))',
            'owned.currency_code',
            'owned.functional_currency_code',
            'to_functional',
        ) }} as fx_rate
    from owned
    {{ join_fx_rate(
        'to_functional',
        'owned.currency_code',
        'owned.functional_currency_code',
        'owned.invoice_date',
    ) }}
),

applied as (
    select
        credit_allocations.system_name,
        credit_allocations.invoice_id,
        credit_allocations.credit_id,
        {{ posted_amount(converted_amount('credit_allocations.amount', 'converted.fx_rate')) }}
            as amount
    from credit_allocations
    inner join converted
        on
            credit_allocations.system_name = converted.system_name
            and credit_allocations.credit_id = converted.invoice_id
    inner join owned
        on
            credit_allocations.system_name = owned.system_name
            and credit_allocations.invoice_id = owned.invoice_id
            and converted.entity_code = owned.entity_code
),

applications as (
    select
        system_name,
        invoice_id,
        amount
    from applied
    union all
    select
        system_name,
        credit_id as invoice_id,
        -amount as amount
    from applied
),

credited as (
    select
        system_name,
        invoice_id,
        sum(amount) as amount
    from applications
    group by system_name, invoice_id
),

invoiced as (
    select
        converted.*,
        coalesce(credited.amount, 0) as credited_amount,
        {{ posted_amount(converted_amount('converted.total_amount', 'converted.fx_rate')) }}
            as total_functional_amount,
        booked.amount as booked_amount
    from converted
    left join credited
        on
            converted.system_name = credited.system_name
            and converted.invoice_id = credited.invoice_id
    left join booked on converted.document_key = booked.document_key
),

{# Lines and taxes were rounded one by one: a difference of some cents is no other invoice. #}
agreed as (
    select
        invoiced.*,
        case
            when is_foreign and abs(total_functional_amount - booked_amount) <= 0.05
                then booked_amount
            else coalesce(total_functional_amount, booked_amount, open_amount)
        end as invoiced_amount
    from invoiced
),

documents as (
    select
        'invoice' as document_type,
        invoiced_amount as amount,
        document_key,
        entity_code,
        system_name,
        invoice_id,
        invoice_date,
        is_foreign
    from agreed
    union all
    select
        'settlement' as document_type,
        open_amount - invoiced_amount + credited_amount as amount,
        document_key,
        entity_code,
        system_name,
        invoice_id,
        invoice_date,
        is_foreign
    from agreed
),

described as (
    select
        document_type,
        document_key,
        entity_code,
        system_name,
        'invoices' as table_name,
        invoice_id as source_id,
        invoice_date as document_date,
        is_foreign,
        cast(amount as decimal(28, 4)) as amount
    from documents
)

select * from described
