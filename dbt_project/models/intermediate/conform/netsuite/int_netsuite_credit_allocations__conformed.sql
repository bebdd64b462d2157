{#- What else settles an invoice: a credit memo, or a journal. -#}
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
        ) as credit_allocation_id,
        links.next_transaction_id as credit_id,
        links.previous_transaction_id as invoice_id,
        credits.transaction_date as allocation_date,
        abs(links.foreign_amount) as amount,
        links.delivery_id,
        links.landed_at,
        links.row_hash
    from links
    inner join transactions as credits
        on
            links.system_name = credits.system_name
            and links.next_transaction_id = credits.transaction_id
    inner join transactions as settled
        on
            links.system_name = settled.system_name
            and links.previous_transaction_id = settled.transaction_id
    where
        links.link_type = 'Payment'
        and links.foreign_amount is not null
        and credits.is_in_the_books
        and credits.transaction_type in ('CustCred', 'Journal')
        and settled.transaction_type = 'CustInvc'
)

select * from conformed
