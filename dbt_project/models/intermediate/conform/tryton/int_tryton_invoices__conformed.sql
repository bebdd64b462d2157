{#- What is open is read off the journal: the invoice's own receivable lines and the lines that pay
    it, as far as they are not reconciled. -#}
with

invoices as (
    {{ current_rows(ref('stg_tryton__invoices'), 'invoice_id') }}
),

move_lines as (
    {{ current_rows(ref('stg_tryton__move_lines'), 'move_line_id') }}
),

payment_lines as (
    {{ current_rows(ref('stg_tryton__invoice_payment_lines'), 'invoice_payment_line_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

settlements as (
    select
        invoices.system_name,
        invoices.invoice_id,
        invoices.currency_id,
        move_lines.move_line_id
    from invoices
    inner join move_lines
        on
            invoices.system_name = move_lines.system_name
            and invoices.move_id = move_lines.move_id
            and invoices.account_id = move_lines.account_id
    union
    select
        invoices.system_name,
        invoices.invoice_id,
        invoices.currency_id,
        payment_lines.move_line_id
    from invoices
    inner join payment_lines
        on
            invoices.system_name = payment_lines.system_name
            and invoices.invoice_id = payment_lines.invoice_id
),

open_amounts as (
    select
        settlements.system_name,
        settlements.invoice_id,
        sum(move_lines.debit_amount - move_lines.credit_amount) as open_functional_amount,
        sum(
            case
                when move_lines.second_currency_id = settlements.currency_id
                    then move_lines.second_currency_amount
                else move_lines.debit_amount - move_lines.credit_amount
            end
        ) as open_amount
    from settlements
    inner join move_lines
        on
            settlements.system_name = move_lines.system_name
            and settlements.move_line_id = move_lines.move_line_id
    where move_lines.reconciliation_id is null
    group by settlements.system_name, settlements.invoice_id
),

due_dates as (
    select
        settlements.system_name,
        settlements.invoice_id,
        max(move_lines.maturity_date) as due_date
    from settlements
    inner join move_lines
        on
            settlements.system_name = move_lines.system_name
            and settlements.move_line_id = move_lines.move_line_id
    group by settlements.system_name, settlements.invoice_id
),

conformed as (
    select
        invoices.system_name,
        invoices.invoice_id,
        invoices.invoice_number,
        case when invoices.total_amount < 0 then 'credit_note' else 'invoice' end as invoice_type,
        case
            when invoices.state in ('posted', 'paid') then invoices.state
            when invoices.state = 'cancelled' then 'voided'
            else 'draft'
        end as state,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        invoices.party_id as client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        coalesce(invoices.accounting_date, invoices.invoice_date) as invoice_date,
        due_dates.due_date,
        currencies.currency_code,
        coalesce(invoices.untaxed_amount, 0) as net_amount,
        coalesce(invoices.tax_amount, 0) as tax_amount,
        coalesce(invoices.total_amount, 0) as total_amount,
        coalesce(open_amounts.open_amount, 0) as open_amount,
        coalesce(open_amounts.open_functional_amount, 0) as open_functional_amount,
        invoices.changed_at as updated_at,
        invoices.delivery_id,
        invoices.landed_at,
        invoices.row_hash
    from invoices
    left join currencies
        on
            invoices.system_name = currencies.system_name
            and invoices.currency_id = currencies.currency_id
    left join open_amounts
        on
            invoices.system_name = open_amounts.system_name
            and invoices.invoice_id = open_amounts.invoice_id
    left join due_dates
        on
            invoices.system_name = due_dates.system_name
            and invoices.invoice_id = due_dates.invoice_id
    where invoices.invoice_type = 'out'
)

select * from conformed
