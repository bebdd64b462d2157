{#- Lines of posted invoices and credit notes, in the period of the invoice's date and in the currencies
    of its books and of the contract it is placed on. -#}
with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

line_contracts as (
    select * from {{ ref('int_invoice_lines__placed') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

contracts as (
    select
        contract_key,
        min(currency_code) as contract_currency_code
    from obligations
    group by contract_key
),

placed as (
    select
        invoice_lines.*,
        contracts.contract_key as placed_contract_key,
        contracts.contract_currency_code
    from invoice_lines
    left join line_contracts
        on
            invoice_lines.system_name = line_contracts.system_name
            and invoice_lines.invoice_line_id = line_contracts.invoice_line_id
    left join contracts on line_contracts.contract_key = contracts.contract_key
),

converted as (
    select
        placed.*,
        case
            when placed.contract_currency_code is not null then {{ in_currency(
                'placed.net_amount',
                'placed.currency_code',
                'placed.contract_currency_code',
                'to_contract',
            ) }}
        end as billed_contract_amount
    from placed
    {{ join_fx_rate(
        'to_contract',
        'placed.currency_code',
        'placed.contract_currency_code',
        'placed.invoice_date',
    ) }}
),

issued as (
    select
        system_name,
        'invoice_lines' as source_table,
        invoice_line_id as source_id,
        invoice_id,
        invoice_number,
        entity_code,
        period_code as service_period,
        invoice_date as service_date,
        project_key,
        client_key,
        placed_contract_key as contract_key,
        product_key,
        quantity,
        cast(null as decimal(18, 6)) as rate,
        currency_code as transaction_currency_code,
        net_amount as billed_transaction_amount,
        functional_currency_code,
        functional_fx_rate,
        functional_fx_rate_date,
        net_functional_amount as billed_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        net_reporting_amount as billed_reporting_amount,
        contract_currency_code,
        billed_contract_amount,
        case when net_functional_amount is null or net_reporting_amount is null then 1 else 0 end
            as unconverted_rows,
        case when placed_contract_key is not null and billed_contract_amount is null then 1 else 0 end
            as unconverted_lines,
        greatest(landed_at, invoice_landed_at) as known_at,
        delivery_id,
        md5(concat(row_hash, invoice_row_hash)) as row_hash
    from converted
)

select * from issued
