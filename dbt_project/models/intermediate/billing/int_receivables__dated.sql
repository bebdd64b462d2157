{#- What is open of each posted invoice and credit from day to day: its total, less what settled it
    until then. What settles it before the day of issue counts from that day on. -#}
with

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid') and invoice_date is not null
),

settlements as (
    select * from {{ ref('int_settlements__listed') }}
),

moved as (
    select
        system_name,
        invoice_id,
        invoice_date as moved_on,
        total_amount as amount
    from invoices
    union all
    select
        settlements.system_name,
        settlements.invoice_id,
        greatest(settlements.settlement_date, invoices.invoice_date) as moved_on,
        -settlements.amount as amount
    from settlements
    inner join invoices
        on
            settlements.system_name = invoices.system_name
            and settlements.invoice_id = invoices.invoice_id
),

moved_in_days as (
    select
        system_name,
        invoice_id,
        moved_on,
        sum(amount) as amount
    from moved
    group by system_name, invoice_id, moved_on
),

cumulated as (
    select
        system_name,
        invoice_id,
        moved_on as valid_from,
        lead(moved_on, 1, cast('9999-12-31' as date)) over in_order as valid_before,
        cast(sum(amount) over in_order as decimal(18, 4)) as open_amount
    from moved_in_days
    window in_order as (partition by system_name, invoice_id order by moved_on)
),

dated as (
    select * from cumulated
    where open_amount <> 0
)

select * from dated
