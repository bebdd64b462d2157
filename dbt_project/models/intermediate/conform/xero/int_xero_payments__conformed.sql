{#- What customers paid, and what was paid back to them of a credit note or overpayment. -#}
with

payments as (
    {{ current_rows(ref('stg_xero__payments'), 'payment_id') }}
),

conformed as (
    select
        payments.system_name,
        payments.payment_id,
        payments.invoice_id,
        payments.payment_date,
        case when payments.payment_type = 'ACCRECPAYMENT' then payments.amount else -payments.amount end as amount,
        payments.delivery_id,
        payments.landed_at,
        payments.row_hash
    from payments
    where
        payments.status = 'AUTHORISED'
        and payments.payment_type in ('ACCRECPAYMENT', 'ARCREDITPAYMENT', 'AROVERPAYMENTPAYMENT')
)

select * from conformed
