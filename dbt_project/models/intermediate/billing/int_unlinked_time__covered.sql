{#- What was billed of approved time on projects whose time names no invoice line: all that their posted
    lines and credits come to, the oldest time first; what was paid of it likewise. What billing took off
    can not be told from what is still to be billed there. -#}
with

time_values as (
    select * from {{ ref('int_time_values__summed') }}
    where is_paid_by_time
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

payments as (
    select * from {{ ref('int_payments__unioned') }}
),

unlinked as (
    select project_key
    from rated
    where project_key is not null
    group by project_key
    having count(invoice_line_id) = 0
),

paid as (
    select
        system_name,
        invoice_id,
        sum(amount) as paid_amount
    from payments
    group by system_name, invoice_id
),

billed_on_invoices as (
    select
        system_name,
        invoice_id,
        project_key,
        currency_code,
        {{ posted_amount('sum(net_amount)') }} as net_amount
    from invoice_lines
    group by system_name, invoice_id, project_key, currency_code
),

billed as (
    select
        billed_on_invoices.project_key,
        billed_on_invoices.currency_code,
        sum(billed_on_invoices.net_amount) as billed_amount,
        sum(
            case
                when coalesce(paid.paid_amount, 0) <= 0 or invoices.total_amount <= 0 then 0
                else {{ posted_share(
                    'billed_on_invoices.net_amount', 'paid.paid_amount', 'invoices.total_amount'
                ) }}
            end
        ) as collected_amount
    from billed_on_invoices
    inner join unlinked on billed_on_invoices.project_key = unlinked.project_key
    left join invoices
        on
            billed_on_invoices.system_name = invoices.system_name
            and billed_on_invoices.invoice_id = invoices.invoice_id
    left join paid
        on
            billed_on_invoices.system_name = paid.system_name
            and billed_on_invoices.invoice_id = paid.invoice_id
    group by billed_on_invoices.project_key, billed_on_invoices.currency_code
),

cumulated as (
    select
        time_values.time_value_key,
        time_values.project_key,
        time_values.currency_code,
        time_values.period_code,
        time_values.approved_open_amount,
        billed.billed_amount,
        billed.collected_amount,
        sum(time_values.approved_open_amount) over in_order as until_amount
    from time_values
    inner join billed
        on
            time_values.project_key = billed.project_key
            and time_values.currency_code = billed.currency_code
    window in_order as (
        partition by time_values.project_key, time_values.currency_code
        order by time_values.period_code, time_values.time_value_key
    )
),

consumed as (
    select
        time_value_key,
        project_key,
        currency_code,
        period_code,
        collected_amount,
        greatest(least(approved_open_amount, billed_amount - until_amount + approved_open_amount), 0)
            as covered_amount
    from cumulated
),

until_covered as (
    select
        time_value_key,
        covered_amount,
        collected_amount,
        sum(covered_amount) over (
            partition by project_key, currency_code
            order by period_code, time_value_key
        ) as until_amount
    from consumed
),

covered as (
    select
        time_value_key,
        cast(covered_amount as decimal(18, 2)) as covered_amount,
        cast(
            greatest(least(covered_amount, collected_amount - until_amount + covered_amount), 0)
            as decimal(18, 2)
        ) as collected_amount
    from until_covered
)

select * from covered
