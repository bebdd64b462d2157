{#- What each contract with performance obligations was invoiced in each accounting period, without tax,
    in its own currency. -#}
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
        invoice_lines.system_name,
        invoice_lines.invoice_line_id,
        invoice_lines.period_code,
        invoice_lines.invoice_date,
        invoice_lines.currency_code,
        invoice_lines.net_amount,
        line_contracts.contract_key
    from invoice_lines
    inner join line_contracts
        on
            invoice_lines.system_name = line_contracts.system_name
            and invoice_lines.invoice_line_id = line_contracts.invoice_line_id
),

converted as (
    select
        placed.*,
        contracts.contract_currency_code,
        {{ in_currency(
            'placed.net_amount',
            'placed.currency_code',
            'contracts.contract_currency_code',
            'to_contract',
        ) }} as billed_amount
    from placed
    inner join contracts on placed.contract_key = contracts.contract_key
    {{ join_fx_rate(
        'to_contract',
        'placed.currency_code',
        'contracts.contract_currency_code',
        'placed.invoice_date',
    ) }}
),

summed as (
    select
        contract_key,
        period_code,
        contract_currency_code as currency_code,
        {{ posted_amount('sum(billed_amount)') }} as billed_amount,
        cast(sum(case when billed_amount is null then 1 else 0 end) as bigint) as unconverted_lines
    from converted
    group by contract_key, period_code, contract_currency_code
)

select * from summed
