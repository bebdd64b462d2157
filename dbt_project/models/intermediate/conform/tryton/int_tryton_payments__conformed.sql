with

payment_lines as (
    {{ current_rows(ref('stg_tryton__invoice_payment_lines'), 'invoice_payment_line_id') }}
),

move_lines as (
    {{ current_rows(ref('stg_tryton__move_lines'), 'move_line_id') }}
),

moves as (
    {{ current_rows(ref('stg_tryton__moves'), 'move_id') }}
),

invoices as (
    {{ current_rows(ref('stg_tryton__invoices'), 'invoice_id') }}
),

conformed as (
    select
        payment_lines.system_name,
        payment_lines.invoice_payment_line_id as payment_id,
        payment_lines.invoice_id,
        moves.posting_date as payment_date,
        case
            when move_lines.second_currency_id = invoices.currency_id
                then -move_lines.second_currency_amount
            else move_lines.credit_amount - move_lines.debit_amount
        end as amount,
        payment_lines.delivery_id,
        payment_lines.landed_at,
        payment_lines.row_hash
    from payment_lines
    inner join invoices
        on
            payment_lines.system_name = invoices.system_name
            and payment_lines.invoice_id = invoices.invoice_id
    inner join move_lines
        on
            payment_lines.system_name = move_lines.system_name
            and payment_lines.move_line_id = move_lines.move_line_id
    inner join moves
        on move_lines.system_name = moves.system_name and move_lines.move_id = moves.move_id
    where invoices.invoice_type = 'out'
)

select * from conformed
