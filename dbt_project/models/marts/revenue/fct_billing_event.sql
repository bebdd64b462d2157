{#- Postings of billing: a line of a posted invoice in its period, or what a closed period it belongs to came to later. Periods that the books hold
    are as they were published; adjustments of them stand in open periods (decision 16). -#}
with

computed as (
    select * from {{ ref('int_billings__issued') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_billings') }}
),

adjusted as (
    select * from {{ ref('int_billings__adjusted') }}
),

booked_periods as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'billing' and is_booked
),

postings as (
    select
        {{ surrogate_key([
            'computed.system_name',
            'computed.source_table',
            'computed.source_id',
            'computed.service_period',
        ]) }} as billing_event_key,
        computed.system_name,
        computed.source_table,
        computed.source_id,
        computed.invoice_id,
        computed.invoice_number,
        computed.entity_code,
        computed.service_period as accounting_period,
        cast(null as {{ dbt.type_string() }}) as origin_period,
        cast(null as {{ dbt.type_string() }}) as adjustment_type,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        computed.service_date,
        computed.project_key,
        computed.client_key,
        computed.contract_key,
        computed.product_key,
        computed.quantity,
        computed.rate,
        computed.transaction_currency_code,
        computed.billed_transaction_amount,
        computed.functional_currency_code,
        'spot' as fx_rate_type,
        computed.functional_fx_rate,
        computed.functional_fx_rate_date,
        computed.billed_functional_amount,
        computed.reporting_currency_code,
        computed.reporting_fx_rate,
        computed.reporting_fx_rate_date,
        computed.billed_reporting_amount,
        computed.contract_currency_code,
        computed.billed_contract_amount,
        computed.unconverted_rows,
        computed.unconverted_lines,
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
        booked_key as billing_event_key,
        system_name,
        source_table,
        source_id,
        invoice_id,
        invoice_number,
        entity_code,
        accounting_period,
        origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        quantity,
        rate,
        transaction_currency_code,
        billed_transaction_amount,
        functional_currency_code,
        fx_rate_type,
        functional_fx_rate,
        functional_fx_rate_date,
        billed_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        billed_reporting_amount,
        contract_currency_code,
        billed_contract_amount,
        unconverted_rows,
        unconverted_lines,
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
            'contract_key',
            'product_key',
            'transaction_currency_code',
            'functional_currency_code',
            'contract_currency_code',
        ]) }} as billing_event_key,
        system_name,
        source_table,
        source_id,
        invoice_id,
        invoice_number,
        entity_code,
        posts_to_period as accounting_period,
        service_period as origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        quantity,
        rate,
        transaction_currency_code,
        billed_transaction_amount,
        functional_currency_code,
        'spot' as fx_rate_type,
        functional_fx_rate,
        functional_fx_rate_date,
        billed_functional_amount,
        reporting_currency_code,
        reporting_fx_rate,
        reporting_fx_rate_date,
        billed_reporting_amount,
        contract_currency_code,
        billed_contract_amount,
        unconverted_rows,
        unconverted_lines,
        known_at,
        delivery_id,
        row_hash
    from adjusted
),

typed as (
    select
        billing_event_key,
        system_name,
        source_table,
        source_id,
        invoice_id,
        invoice_number,
        entity_code,
        accounting_period,
        origin_period,
        adjustment_type,
        adjustment_cause,
        service_date,
        project_key,
        client_key,
        contract_key,
        product_key,
        cast(quantity as decimal(18, 6)) as quantity,
        cast(rate as decimal(18, 6)) as rate,
        transaction_currency_code,
        cast(billed_transaction_amount as decimal(28, 6)) as billed_transaction_amount,
        functional_currency_code,
        fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        functional_fx_rate_date,
        cast(billed_functional_amount as decimal(28, 6)) as billed_functional_amount,
        reporting_currency_code,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        reporting_fx_rate_date,
        cast(billed_reporting_amount as decimal(28, 6)) as billed_reporting_amount,
        contract_currency_code,
        cast(billed_contract_amount as decimal(28, 6)) as billed_contract_amount,
        cast(unconverted_rows as bigint) as unconverted_rows,
        cast(unconverted_lines as bigint) as unconverted_lines,
        known_at,
        delivery_id,
        row_hash
    from postings
)

select * from typed
