with

source as (
    select * from {{ source('evenkeel', 'booked_fct_project_cost') }}
),

renamed as (
    select
        cast(project_cost_key as varchar) as booked_key,
        cast(system_name as varchar) as system_name,
        cast(source_table as varchar) as source_table,
        cast(source_id as varchar) as source_id,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(origin_period as varchar) as origin_period,
        cast(adjustment_type as varchar) as adjustment_type,
        cast(adjustment_cause as varchar) as adjustment_cause,
        cast(service_date as date) as service_date,
        cast(project_key as varchar) as project_key,
        cast(client_key as varchar) as client_key,
        cast(product_key as varchar) as product_key,
        cast(cost_pool as varchar) as cost_pool,
        cast(cost_class as varchar) as cost_class,
        cast(time_category as varchar) as time_category,
        cast(task_name as varchar) as task_name,
        cast(hours as decimal(18, 6)) as hours,
        cast(billable_hours as decimal(18, 6)) as billable_hours,
        cast(approved_hours as decimal(18, 6)) as approved_hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(coalesce(unconverted_rows, 0) as bigint) as unconverted_rows,
        cast(rate_id as varchar) as rate_id,
        cast(rate as decimal(18, 6)) as rate,
        cast(transaction_currency_code as varchar) as transaction_currency_code,
        cast(cost_transaction_amount as decimal(28, 6)) as cost_transaction_amount,
        cast(functional_currency_code as varchar) as functional_currency_code,
        cast(fx_rate_type as varchar) as fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        cast(functional_fx_rate_date as date) as functional_fx_rate_date,
        cast(cost_functional_amount as decimal(28, 6)) as cost_functional_amount,
        cast(reporting_currency_code as varchar) as reporting_currency_code,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        cast(reporting_fx_rate_date as date) as reporting_fx_rate_date,
        cast(cost_reporting_amount as decimal(28, 6)) as cost_reporting_amount,
        cast(known_at as timestamp) as known_at,
        cast(delivery_id as varchar) as delivery_id,
        cast(row_hash as varchar) as row_hash,
        cast(coalesce(origin_period, accounting_period) as varchar) as service_period
    from source
)

select * from renamed
