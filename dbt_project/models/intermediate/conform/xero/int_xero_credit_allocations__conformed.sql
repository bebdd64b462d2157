{#- What was applied to sales invoices: credit notes, overpayments and prepayments. -#}
with

credit_note_allocations as (
    {{ current_rows(ref('stg_xero__credit_note_allocations'), 'allocation_id') }}
),

overpayment_allocations as (
    {{ current_rows(ref('stg_xero__overpayment_allocations'), 'allocation_id') }}
),

prepayment_allocations as (
    {{ current_rows(ref('stg_xero__prepayment_allocations'), 'allocation_id') }}
),

allocations as (
    select
        system_name,
        allocation_id,
        credit_note_id as credit_id,
        credit_note_type as credit_type,
        invoice_id,
        allocation_date,
        amount,
        is_withdrawn,
        delivery_id,
        landed_at,
        row_hash
    from credit_note_allocations
    union all
    select
        system_name,
        allocation_id,
        overpayment_id as credit_id,
        overpayment_type as credit_type,
        invoice_id,
        allocation_date,
        amount,
        is_withdrawn,
        delivery_id,
        landed_at,
        row_hash
    from overpayment_allocations
    union all
    select
        system_name,
        allocation_id,
        prepayment_id as credit_id,
        prepayment_type as credit_type,
        invoice_id,
        allocation_date,
        amount,
        is_withdrawn,
        delivery_id,
        landed_at,
        row_hash
    from prepayment_allocations
),

conformed as (
    select
        allocations.system_name,
        allocations.allocation_id as credit_allocation_id,
        allocations.credit_id,
        allocations.invoice_id,
        allocations.allocation_date,
        allocations.amount,
        allocations.delivery_id,
        allocations.landed_at,
        allocations.row_hash
    from allocations
    where
        not coalesce(allocations.is_withdrawn, false)
        and allocations.credit_type in (
            'ACCRECCREDIT', 'RECEIVE-OVERPAYMENT', 'AROVERPAYMENT', 'RECEIVE-PREPAYMENT', 'ARPREPAYMENT'
        )
)

select * from conformed
