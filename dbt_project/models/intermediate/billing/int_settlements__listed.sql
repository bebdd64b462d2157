{#- What settles invoices and credits: money that came, and credits that were applied, which settle
    the invoice and themselves. Amounts are the document's currency; below zero where a credit's
    own, negative, amount is used up. -#}
with

payments as (
    select * from {{ ref('int_payments__unioned') }}
),

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

listed as (
    select
        'payment' as settlement_type,
        system_name,
        payment_id as source_id,
        invoice_id,
        payment_date as settlement_date,
        amount,
        landed_at,
        delivery_id
    from payments
    union all
    select
        'credit_received' as settlement_type,
        system_name,
        credit_allocation_id as source_id,
        invoice_id,
        allocation_date as settlement_date,
        amount,
        landed_at,
        delivery_id
    from credit_allocations
    union all
    select
        'credit_given' as settlement_type,
        system_name,
        credit_allocation_id as source_id,
        credit_id as invoice_id,
        allocation_date as settlement_date,
        -amount as amount,
        landed_at,
        delivery_id
    from credit_allocations
)

select * from listed
