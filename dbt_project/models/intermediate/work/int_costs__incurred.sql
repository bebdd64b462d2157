{#- What each source row costs, in the period of its service. -#}
with

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

purchases as (
    select * from {{ ref('int_purchases__valued') }}
),

incurred as (
    select
        system_name,
        'time_entries' as source_table,
        time_entry_id as source_id,
        entity_code,
        period_code as service_period,
        work_date as service_date,
        project_key,
        client_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        cast(null as {{ dbt.type_string() }}) as cost_pool,
        'labour' as cost_class,
        time_category,
        task_name,
        hours,
        case when is_billable then hours else 0 end as billable_hours,
        case when approval_state = 'approved' then hours else 0 end as approved_hours,
        case
            when cost_functional_amount is null or cost_reporting_amount is null then hours
            else 0
        end as uncosted_hours,
        cast(0 as bigint) as unconverted_rows,
        hours as quantity,
        cost_rate_id as rate_id,
        cost_rate as rate,
        cost_currency_code as transaction_currency_code,
        cost_transaction_amount,
        functional_currency_code,
        cost_functional_fx_rate as functional_fx_rate,
        cost_functional_fx_rate_date as functional_fx_rate_date,
        cost_functional_amount,
        reporting_currency_code,
        cost_reporting_fx_rate as reporting_fx_rate,
        cost_reporting_fx_rate_date as reporting_fx_rate_date,
        cost_reporting_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from time_entries
    union all
    select
        system_name,
        source_table,
        source_id,
        entity_code,
        period_code as service_period,
        service_date,
        project_key,
        client_key,
        product_key,
        cost_pool,
        cost_class,
        cast(null as {{ dbt.type_string() }}) as time_category,
        cast(null as {{ dbt.type_string() }}) as task_name,
        cast(0 as decimal(18, 6)) as hours,
        cast(0 as decimal(18, 6)) as billable_hours,
        cast(0 as decimal(18, 6)) as approved_hours,
        cast(0 as decimal(18, 6)) as uncosted_hours,
        cast(
            case
                when cost_functional_amount is null or cost_reporting_amount is null then 1
                else 0
            end as bigint
        ) as unconverted_rows,
        cast(1 as decimal(18, 6)) as quantity,
        cast(null as {{ dbt.type_string() }}) as rate_id,
        cast(null as decimal(18, 6)) as rate,
        currency_code as transaction_currency_code,
        cost_transaction_amount,
        functional_currency_code,
        functional_fx_rate,
        functional_fx_rate_date,
        cost_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        cost_reporting_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from purchases
)

select * from incurred
