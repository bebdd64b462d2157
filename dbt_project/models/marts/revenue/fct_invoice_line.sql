with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

described as (
    select
        {{ surrogate_key(['system_name', 'invoice_line_id']) }} as invoice_line_key,
        system_name,
        invoice_line_id,
        invoice_id,
        invoice_number,
        invoice_type,
        invoice_state,
        invoice_state in ('posted', 'paid') as is_posted,
        project_key,
        client_key,
        contract_key,
        product_key,
        entity_code,
        invoice_date as service_date,
        period_code as accounting_period,
        landed_at as known_at,
        due_date,
        service_start_date,
        service_end_date,
        description,
        quantity,
        unit,
        unit_price,
        currency_code as transaction_currency_code,
        net_amount as net_transaction_amount,
        functional_currency_code,
        cast(net_functional_amount as decimal(28, 6)) as net_functional_amount,
        reporting_currency_code,
        cast(net_reporting_amount as decimal(28, 6)) as net_reporting_amount,
        delivery_id,
        row_hash
    from invoice_lines
)

select * from described
