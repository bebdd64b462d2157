{#- What made and what settled each posted invoice and credit note: its total, the money that came, and the
    credits that were applied, which settle the invoice and themselves. What is open at the end of a day is the
    sum of all that counts until then. What settles a document before its day of issue counts from that day on. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid') and invoice_date is not null
),

converted as (
    select * from {{ ref('int_invoices__converted') }}
),

settlements as (
    select * from {{ ref('int_settlements__listed') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

moved as (
    select
        'invoiced' as movement_type,
        'invoices' as source_table,
        system_name,
        invoice_id as source_id,
        invoice_id,
        invoice_date as document_date,
        invoice_date as movement_date,
        total_amount as amount,
        net_amount,
        open_amount as stated_open_amount,
        open_functional_amount as stated_open_functional_amount,
        landed_at,
        delivery_id
    from invoices
    union all
    select
        settlements.settlement_type as movement_type,
        case when settlements.settlement_type = 'payment' then 'payments' else 'credit_allocations' end
            as source_table,
        settlements.system_name,
        settlements.source_id,
        settlements.invoice_id,
        settlements.settlement_date as document_date,
        greatest(settlements.settlement_date, invoices.invoice_date) as movement_date,
        -settlements.amount as amount,
        null as net_amount,
        null as stated_open_amount,
        null as stated_open_functional_amount,
        settlements.landed_at,
        settlements.delivery_id
    from settlements
    inner join invoices
        on
            settlements.system_name = invoices.system_name
            and settlements.invoice_id = invoices.invoice_id
),

described as (
    select
        {{ surrogate_key(['moved.movement_type', 'moved.system_name', 'moved.source_id']) }}
            as receivable_movement_key,
        moved.system_name,
        moved.source_table,
        moved.source_id,
        moved.movement_type,
        moved.invoice_id,
        invoices.invoice_number,
        invoices.invoice_type,
        clients.crosswalk_key as client_key,
        contracts.crosswalk_key as contract_key,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        period_ends.period_code as accounting_period,
        moved.document_date,
        moved.movement_date,
        invoices.currency_code as transaction_currency_code,
        cast(moved.amount as decimal(18, 4)) as movement_transaction_amount,
        cast(moved.net_amount as decimal(18, 4)) as net_transaction_amount,
        cast(moved.stated_open_amount as decimal(18, 4)) as stated_open_transaction_amount,
        converted.functional_currency_code,
        cast(moved.stated_open_functional_amount as decimal(18, 4)) as stated_open_functional_amount,
        case when moved.movement_type = 'invoiced' then converted.total_functional_amount end
            as invoiced_functional_amount,
        moved.landed_at as known_at,
        moved.delivery_id
    from moved
    inner join invoices
        on moved.system_name = invoices.system_name and moved.invoice_id = invoices.invoice_id
    left join converted
        on moved.system_name = converted.system_name and moved.invoice_id = converted.invoice_id
    left join systems on moved.system_name = systems.system_name
    left join identities as clients
        on
            clients.entity_type = 'client'
            and invoices.system_name = clients.system_name
            and invoices.client_id = clients.source_id
    left join identities as contracts
        on
            contracts.entity_type = 'contract'
            and invoices.system_name = contracts.system_name
            and invoices.contract_id = contracts.source_id
    left join period_ends
        on moved.movement_date between period_ends.period_start_date and period_ends.as_of_date
)

select * from described
