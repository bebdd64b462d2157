with

postings as (
    select * from {{ ref('int_revenue__posted') }}
),

described as (
    select
        {{ surrogate_key([
            'system_name', 'contract_id', 'performance_obligation_id', 'measured_on', 'known_on'
        ]) }} as revenue_event_key,
        {{ surrogate_key(['system_name', 'contract_id', 'performance_obligation_id']) }}
            as performance_obligation_key,
        system_name,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        obligation_name,
        contract_key,
        client_key,
        project_key,
        product_key,
        entity_code,
        revenue_stream,
        applied_method as revenue_method,
        case when applied_method = 'point_in_time' then 'point_in_time' else 'over_time' end
            as revenue_timing,
        posting_reason,
        period_code as accounting_period,
        measured_on as service_date,
        known_on,
        progress_before_share,
        progress_share,
        estimate_id,
        currency_code as transaction_currency_code,
        allocated_amount,
        revenue_before_amount,
        revenue_amount as revenue_transaction_amount,
        revenue_to_date_amount,
        functional_currency_code,
        cast(revenue_functional_amount as decimal(18, 2)) as revenue_functional_amount,
        reporting_currency_code,
        cast(revenue_reporting_amount as decimal(18, 2)) as revenue_reporting_amount
    from postings
    where revenue_amount <> 0
)

select * from described
