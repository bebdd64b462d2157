{#- What posted invoices and credit notes have below zero, but for the lines of time, and the project that it is taken
    off. A line that names none is of those that the rest of its invoice is for, and a credit of those of the
    invoice that most of it was applied to: of several by what they are charged there, in whole cents. -#}
with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
    where billing_stage = 'invoiced' and is_paid_by_time and agreed_amount is not null
),

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

lines_of_time as (
    select
        system_name,
        invoice_line_id,
        case when min(project_key) = max(project_key) then min(project_key) end as project_key
    from rated
    group by system_name, invoice_line_id
),

placed_lines as (
    select
        invoice_lines.system_name,
        invoice_lines.invoice_line_id,
        invoice_lines.invoice_id,
        invoice_lines.invoice_type,
        invoice_lines.invoice_date,
        invoice_lines.currency_code,
        invoice_lines.project_key,
        coalesce(invoice_lines.project_key, lines_of_time.project_key) as charged_project_key,
        invoice_lines.net_amount,
        lines_of_time.invoice_line_id is not null as is_of_time
    from invoice_lines
    left join lines_of_time
        on
            invoice_lines.system_name = lines_of_time.system_name
            and invoice_lines.invoice_line_id = lines_of_time.invoice_line_id
),

charged as (
    select
        system_name,
        invoice_id,
        charged_project_key,
        {{ posted_amount('sum(net_amount)') }} as charged_amount
    from placed_lines
    where net_amount > 0
    group by system_name, invoice_id, charged_project_key
),

applied as (
    select
        system_name,
        credit_id,
        invoice_id,
        row_number() over (
            partition by system_name, credit_id
            order by sum(amount) desc, invoice_id asc
        ) as place
    from credit_allocations
    group by system_name, credit_id, invoice_id
),

reducing as (
    select
        placed_lines.system_name,
        placed_lines.invoice_line_id,
        placed_lines.invoice_id,
        placed_lines.invoice_type,
        placed_lines.invoice_date,
        placed_lines.currency_code,
        placed_lines.project_key,
        placed_lines.net_amount,
        case
            when placed_lines.project_key is not null then null
            when placed_lines.invoice_type = 'credit_note' then applied.invoice_id
            else placed_lines.invoice_id
        end as bearing_invoice_id
    from placed_lines
    left join applied
        on
            placed_lines.system_name = applied.system_name
            and placed_lines.invoice_id = applied.credit_id
            and applied.place = 1
    where placed_lines.net_amount < 0 and not placed_lines.is_of_time
),

shared as (
    select
        reducing.system_name,
        reducing.invoice_line_id,
        reducing.invoice_id,
        reducing.invoice_type,
        reducing.invoice_date,
        reducing.currency_code,
        reducing.project_key is not null as has_project,
        coalesce(reducing.project_key, charged.charged_project_key) as project_key,
        reducing.net_amount,
        {{ spread_amount(
            posted_amount('reducing.net_amount'),
            'coalesce(charged.charged_amount, 0)',
            'partition by reducing.system_name, reducing.invoice_line_id',
            'charged.charged_project_key nulls last',
        ) }} as shared_amount
    from reducing
    left join charged
        on
            reducing.system_name = charged.system_name
            and reducing.bearing_invoice_id = charged.invoice_id
),

placed as (
    select
        system_name,
        invoice_line_id,
        invoice_id,
        invoice_type,
        invoice_date,
        currency_code,
        project_key,
        has_project,
        case when has_project then net_amount else shared_amount end as net_amount
    from shared
)

select * from placed
