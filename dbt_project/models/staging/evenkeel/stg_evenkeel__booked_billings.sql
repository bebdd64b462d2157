with

source as (
    select * from {{ source('evenkeel', 'booked_fct_billing_event') }}
),

renamed as (
    select
        cast(billing_event_key as varchar) as booked_key,
        cast(system_name as varchar) as system_name,
        cast(source_table as varchar) as source_table,
        cast(source_id as varchar) as source_id,
        cast(invoice_id as varchar) as invoice_id,
        cast(invoice_number as varchar) as invoice_number,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(origin_period as varchar) as origin_period,
        cast(adjustment_type as varchar) as adjustment_type,
        cast(adjustment_cause as varchar) as adjustment_cause,
        cast(service_date as date) as service_date,
        cast(project_key as varchar) as project_key,
        cast(client_key as varchar) as client_key,
        cast(contract_key as varchar) as contract_key,
        cast(product_key as varchar) as product_key,
        cast(quantity as decimal(18, 6)) as quantity,
        cast(rate as decimal(18, 6)) as rate,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(billed_transaction_amount as decimal(28, 6)) as billed_transaction_amount,
        cast(functional_currency_code as varchar) as functional_currency_code,
        cast(fx_rate_type as varchar) as fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        cast(functional_fx_rate_date as date) as functional_fx_rate_date,
        cast(billed_functional_amount as decimal(28, 6)) as billed_functional_amount,
        cast(reporting_currency_code as varchar) as reporting_currency_code,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        cast(reporting_fx_rate_date as date) as reporting_fx_rate_date,
        cast(billed_reporting_amount as decimal(28, 6)) as billed_reporting_amount,
        cast(contract_currency_code as varchar) as contract_currency_code,
        cast(billed_contract_amount as decimal(28, 6)) as billed_contract_amount,
        cast(unconverted_rows as bigint) as unconverted_rows,
        cast(unconverted_lines as bigint) as unconverted_lines,
        cast(known_at as timestamp) as known_at,
        cast(delivery_id as varchar) as delivery_id,
        cast(row_hash as varchar) as row_hash,
        cast(coalesce(origin_period, accounting_period) as varchar) as service_period
    from source
)

select * from renamed
