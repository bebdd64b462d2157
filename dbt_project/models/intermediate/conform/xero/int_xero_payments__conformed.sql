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
        payments.amount,
        payments.delivery_id,
        payments.landed_at,
        payments.row_hash
    from payments
    where payments.status = 'AUTHORISED' and payments.payment_type = 'ACCRECPAYMENT'
)

select * from conformed
