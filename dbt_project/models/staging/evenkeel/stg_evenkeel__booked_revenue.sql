with

source as (
    select * from {{ source('evenkeel', 'booked_fct_revenue_event') }}
),

renamed as (
    select
        cast(revenue_event_key as varchar) as booked_key,
        cast(performance_obligation_key as varchar) as performance_obligation_key,
        cast(system_name as varchar) as system_name,
        cast(source_table as varchar) as source_table,
        cast(source_id as varchar) as source_id,
        cast(contract_id as varchar) as contract_id,
        cast(contract_version_id as varchar) as contract_version_id,
        cast(performance_obligation_id as varchar) as performance_obligation_id,
        cast(obligation_name as varchar) as obligation_name,
        cast(contract_key as varchar) as contract_key,
        cast(client_key as varchar) as client_key,
        cast(project_key as varchar) as project_key,
        cast(product_key as varchar) as product_key,
        cast(entity_code as varchar) as entity_code,
        cast(revenue_stream as varchar) as revenue_stream,
        cast(revenue_method as varchar) as revenue_method,
        cast(revenue_timing as varchar) as revenue_timing,
        cast(posting_reason as varchar) as posting_reason,
        cast(accounting_period as varchar) as accounting_period,
        cast(origin_period as varchar) as origin_period,
        cast(adjustment_type as varchar) as adjustment_type,
        cast(adjustment_cause as varchar) as adjustment_cause,
        cast(service_date as date) as service_date,
        cast(known_on as date) as known_on,
        cast(progress_before_share as decimal(18, 9)) as progress_before_share,
        cast(progress_share as decimal(18, 9)) as progress_share,
        cast(measured_from as date) as measured_from,
        cast(progress_done as decimal(28, 6)) as progress_done,
        cast(progress_expected as decimal(28, 6)) as progress_expected,
        cast(estimate_id as varchar) as estimate_id,
        cast(quantity as decimal(18, 6)) as quantity,
        cast(rate as decimal(18, 6)) as rate,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(allocated_amount as decimal(18, 2)) as allocated_amount,
        cast(revenue_before_amount as decimal(18, 2)) as revenue_before_amount,
        cast(revenue_transaction_amount as decimal(28, 6)) as revenue_transaction_amount,
        cast(revenue_to_date_amount as decimal(18, 2)) as revenue_to_date_amount,
        cast(functional_currency_code as varchar) as functional_currency_code,
        cast(fx_rate_type as varchar) as fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        cast(functional_fx_rate_date as date) as functional_fx_rate_date,
        cast(revenue_functional_amount as decimal(28, 6)) as revenue_functional_amount,
        cast(reporting_currency_code as varchar) as reporting_currency_code,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        cast(reporting_fx_rate_date as date) as reporting_fx_rate_date,
        cast(revenue_reporting_amount as decimal(28, 6)) as revenue_reporting_amount,
        cast(unconverted_rows as bigint) as unconverted_rows,
        cast(known_at as timestamp) as known_at,
        cast(delivery_id as varchar) as delivery_id,
        cast(row_hash as varchar) as row_hash,
        cast(coalesce(origin_period, accounting_period) as varchar) as service_period
    from source
)

select * from renamed
