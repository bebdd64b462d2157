{#- A payment is one row per invoice that it pays; so is a deposit when it is applied. What is paid back
    of a credit memo comes with the opposite sign. -#}
with

links as (
    {{ current_rows(
        ref('stg_netsuite__transaction_links'),
        ['previous_transaction_id', 'previous_line_id', 'next_transaction_id', 'next_line_id'],
    ) }}
),

transactions as (
    select * from {{ ref('int_netsuite_transactions__headed') }}
),

conformed as (
    select
        links.system_name,
        concat(
            links.next_transaction_id,
            '.',
            links.next_line_id,
            '-',
            links.previous_transaction_id,
            '.',
            links.previous_line_id
        ) as payment_id,
        links.previous_transaction_id as invoice_id,
        payments.transaction_date as payment_date,
        case when payments.transaction_type = 'CustRfnd' then -1 else 1 end
        * abs(links.foreign_amount) as amount,
        links.delivery_id,
        links.landed_at,
        links.row_hash
    from links
    inner join transactions as payments
        on
            links.system_name = payments.system_name
            and links.next_transaction_id = payments.transaction_id
    inner join transactions as settled
        on
            links.system_name = settled.system_name
            and links.previous_transaction_id = settled.transaction_id
    where
        links.link_type = 'Payment'
        and links.foreign_amount is not null
        and payments.is_in_the_books
        and (
            (
                payments.transaction_type in ('CustPymt', 'DepAppl')
                and settled.transaction_type = 'CustInvc'
            )
            or (payments.transaction_type = 'CustRfnd' and settled.transaction_type = 'CustCred')
        )
)

select * from conformed
