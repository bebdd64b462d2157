{#- A line's amount holds the tax where the invoice says so; lines without an amount are text. Xero
    knows a project by its code only, the option of a tracking category. On a project the item is the
    kind of work; elsewhere it is the product. -#}
with

invoices as (
    {{ current_rows(ref('stg_xero__invoices'), 'invoice_id') }}
),

lines as (
    {{ current_rows(ref('stg_xero__invoice_line_items'), 'line_item_id') }}
),

credit_notes as (
    {{ current_rows(ref('stg_xero__credit_notes'), 'credit_note_id') }}
),

credit_lines as (
    {{ current_rows(ref('stg_xero__credit_note_line_items'), 'line_item_id') }}
),

accounts as (
    {{ current_rows(ref('stg_xero__accounts'), 'account_id') }}
),

documents as (
    select
        system_name,
        invoice_id,
        line_amount_types,
        1 as sign
    from invoices
    where invoice_type = 'ACCREC'
    union all
    select
        system_name,
        credit_note_id as invoice_id,
        line_amount_types,
        -1 as sign
    from credit_notes
    where credit_note_type = 'ACCRECCREDIT'
),

all_lines as (
    select
        system_name,
        invoice_id,
        line_item_id,
        description,
        quantity,
        unit_amount,
        line_amount,
        tax_amount,
        account_code,
        project_code,
        item_code,
        delivery_id,
        landed_at,
        row_hash
    from lines
    union all
    select
        system_name,
        credit_note_id as invoice_id,
        line_item_id,
        description,
        quantity,
        unit_amount,
        line_amount,
        tax_amount,
        account_code,
        project_code,
        item_code,
        delivery_id,
        landed_at,
        row_hash
    from credit_lines
),

conformed as (
    select
        all_lines.system_name,
        all_lines.line_item_id as invoice_line_id,
        all_lines.invoice_id,
        all_lines.project_code as project_id,
        case when all_lines.project_code is null then all_lines.item_code end as product_id,
        all_lines.description,
        documents.sign * coalesce(all_lines.quantity, 1) as quantity,
        'other' as unit,
        coalesce(all_lines.unit_amount, all_lines.line_amount) as unit_price,
        documents.sign
        * case
            when documents.line_amount_types = 'Inclusive'
                then all_lines.line_amount - coalesce(all_lines.tax_amount, 0)
            else all_lines.line_amount
        end as net_amount,
        accounts.account_id,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date,
        all_lines.delivery_id,
        all_lines.landed_at,
        all_lines.row_hash
    from all_lines
    inner join documents
        on
            all_lines.system_name = documents.system_name
            and all_lines.invoice_id = documents.invoice_id
    left join accounts
        on
            all_lines.system_name = accounts.system_name
            and all_lines.account_code = accounts.account_code
    where all_lines.line_amount is not null
)

select * from conformed
