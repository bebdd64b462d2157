{#- Postings of cost: a time entry, an expense or a line of a supplier's bill in its period, or what a closed period it belongs to came to later. Periods that the books hold
    are as they were published; adjustments of them stand in open periods (decision 16). -#}
{{ config(
    materialized='incremental',
    incremental_strategy='changed_rows',
    unique_key=['system_name', 'source_table', 'source_id'],
) }}
{%- set key = ['system_name', 'source_table', 'source_id'] -%}
with

computed as (
    {{ rows_to_rebuild(
        ref('int_costs__incurred'), ref('int_costs__changed'), key
    ) }}
),

booked as (
    {{ rows_to_rebuild(
        ref('stg_evenkeel__booked_costs'), ref('int_costs__changed'), key
    ) }}
),

adjusted as (
    {{ rows_to_rebuild(
        ref('int_costs__adjusted'), ref('int_costs__changed'), key
    ) }}
),

booked_periods as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost' and is_booked
),

postings as (
    select
        {{ surrogate_key([
            'computed.system_name',
            'computed.source_table',
            'computed.source_id',
            'computed.service_period',
        ]) }} as project_cost_key,
        computed.system_name,
        computed.source_table,
        computed.source_id,
        computed.entity_code,
        computed.service_period as accounting_period,
        cast(null as {{ dbt.type_string() }}) as origin_period,
        cast(null as {{ dbt.type_string() }}) as adjustment_type,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        computed.service_date,
        computed.project_key,
        computed.client_key,
        computed.product_key,
        computed.cost_pool,
        computed.cost_class,
        computed.time_category,
        computed.task_name,
        computed.hours,
        computed.billable_hours,
        computed.approved_hours,
        computed.uncosted_hours,
        computed.unconverted_rows,
        computed.rate_id,
        computed.rate,
        computed.transaction_currency_code,
        computed.cost_transaction_amount,
        computed.functional_currency_code,
        'spot' as fx_rate_type,
        computed.functional_fx_rate,
        computed.functional_fx_rate_date,
        computed.cost_functional_amount,
        computed.reporting_currency_code,
        computed.reporting_fx_rate,
        computed.reporting_fx_rate_date,
        computed.cost_reporting_amount,
        computed.known_at,
        computed.delivery_id,
        computed.row_hash
    from computed
    left join booked_periods
        on
            computed.entity_code = booked_periods.entity_code
            and computed.service_period = booked_periods.period_code
    where booked_periods.period_code is null
    union all
    select
        booked_key as project_cost_key,
        system_name,
        source_table,
        source_id,
        entity_code,
        accounting_period,
        origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        product_key,
        cost_pool,
        cost_class,
        time_category,
        task_name,
        hours,
        billable_hours,
        approved_hours,
        uncosted_hours,
        unconverted_rows,
        rate_id,
        rate,
        transaction_currency_code,
        cost_transaction_amount,
        functional_currency_code,
        fx_rate_type,
        functional_fx_rate,
        functional_fx_rate_date,
        cost_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        cost_reporting_amount,
        known_at,
        delivery_id,
        row_hash
    from booked
    union all
    select
        {{ surrogate_key([
            'system_name',
            'source_table',
            'source_id',
            'entity_code',
            'service_period',
            'posts_to_period',
            'posts_to_booked_at',
            'adjustment_cause',
            'project_key',
            'client_key',
            'product_key',
            'cost_pool',
            'cost_class',
            'transaction_currency_code',
            'functional_currency_code',
        ]) }} as project_cost_key,
        system_name,
        source_table,
        source_id,
        entity_code,
        posts_to_period as accounting_period,
        service_period as origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        product_key,
        cost_pool,
        cost_class,
        time_category,
        task_name,
        hours,
        billable_hours,
        approved_hours,
        uncosted_hours,
        unconverted_rows,
        rate_id,
        rate,
        transaction_currency_code,
        cost_transaction_amount,
        functional_currency_code,
        'spot' as fx_rate_type,
        functional_fx_rate,
        functional_fx_rate_date,
        cost_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        cost_reporting_amount,
        known_at,
        delivery_id,
        row_hash
    from adjusted
),

typed as (
    select
        project_cost_key,
        system_name,
        source_table,
        source_id,
        entity_code,
        accounting_period,
        origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        product_key,
        cost_pool,
        cost_class,
        time_category,
        task_name,
        cast(hours as decimal(18, 6)) as hours,
        cast(billable_hours as decimal(18, 6)) as billable_hours,
        cast(approved_hours as decimal(18, 6)) as approved_hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(unconverted_rows as bigint) as unconverted_rows,
        rate_id,
        cast(rate as decimal(18, 6)) as rate,
        transaction_currency_code,
        cast(cost_transaction_amount as decimal(28, 6)) as cost_transaction_amount,
        functional_currency_code,
        fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        functional_fx_rate_date,
        cast(cost_functional_amount as decimal(28, 6)) as cost_functional_amount,
        reporting_currency_code,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        reporting_fx_rate_date,
        cast(cost_reporting_amount as decimal(28, 6)) as cost_reporting_amount,
        known_at,
        delivery_id,
        row_hash
    from postings
)

select * from typed
