with

invoice_lines as (
    select * from {{ ref('int_invoice_lines__unioned') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

headed as (
    select
        invoice_lines.*,
        invoices.invoice_number,
        invoices.invoice_type,
        coalesce(invoices.state, 'unknown') as invoice_state,
        invoices.client_id,
        invoices.contract_id,
        invoices.invoice_date,
        invoices.due_date,
        invoices.currency_code,
        invoices.row_hash as invoice_row_hash,
        invoices.landed_at as invoice_landed_at,
        coalesce(invoices.entity_code, systems.entity_code) as entity_code,
        coalesce(invoice_lines.service_end_date > invoice_lines.service_start_date, false)
            as has_service_window
    from invoice_lines
    left join invoices
        on
            invoice_lines.system_name = invoices.system_name
            and invoice_lines.invoice_id = invoices.invoice_id
    left join systems on invoice_lines.system_name = systems.system_name
),

keyed as (
    select
        headed.*,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        periods.period_code,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key,
        contract_identities.crosswalk_key as contract_key,
        {{ optional_key(['headed.system_name', 'headed.product_id']) }} as product_key
    from headed
    left join entities on headed.entity_code = entities.entity_code
    left join periods
        on headed.invoice_date between periods.period_start_date and periods.period_end_date
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and headed.system_name = project_identities.system_name
            and headed.project_id = project_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and headed.system_name = client_identities.system_name
            and headed.client_id = client_identities.source_id
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and headed.system_name = contract_identities.system_name
            and headed.contract_id = contract_identities.source_id
),

converted as (
    select
        keyed.*,
        {{ in_currency(
            'keyed.net_amount',
            'keyed.currency_code',
            'keyed.functional_currency_code',
            'to_functional',
        ) }} as net_functional_amount,
        {{ rate_used('keyed.currency_code', 'keyed.functional_currency_code', 'to_functional') }}
            as functional_fx_rate,
        {{ rate_date_used('keyed.currency_code', 'keyed.functional_currency_code', 'to_functional') }}
            as functional_fx_rate_date,
        {{ in_currency(
            'keyed.net_amount',
            'keyed.currency_code',
            'keyed.reporting_currency_code',
            'to_reporting',
        ) }} as net_reporting_amount,
        {{ rate_used('keyed.currency_code', 'keyed.reporting_currency_code', 'to_reporting') }}
            as reporting_fx_rate,
        {{ rate_date_used('keyed.currency_code', 'keyed.reporting_currency_code', 'to_reporting') }}
            as reporting_fx_rate_date
    from keyed
    {{ join_fx_rate(
        'to_functional',
        'keyed.currency_code',
        'keyed.functional_currency_code',
        'keyed.invoice_date',
    ) }}
    {{ join_fx_rate(
        'to_reporting',
        'keyed.currency_code',
        'keyed.reporting_currency_code',
        'keyed.invoice_date',
    ) }}
)

select * from converted
