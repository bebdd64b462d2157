{#- What billed lines of periods that the books hold come to now, less what the books have
    for them already: posted to the next period that is not booked, by cause (decision 16). -#}
with

computed as (
    select * from {{ ref('int_billings__issued') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_billings') }}
),

source_rows as (
    select
        system_name,
        'invoice_lines' as source_table,
        invoice_line_id as source_id,
        project_key,
        client_key,
        currency_code as transaction_currency_code,
        greatest(landed_at, invoice_landed_at) as known_at,
        delivery_id,
        md5(concat(row_hash, invoice_row_hash)) as row_hash
    from {{ ref('int_invoice_lines__converted') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'billing'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

{{ adjustments_of(
    places=[
        'project_key',
        'client_key',
        'contract_key',
        'product_key',
        'transaction_currency_code',
        'functional_currency_code',
        'reporting_currency_code',
        'contract_currency_code',
    ],
    carried=['service_date', 'invoice_id', 'invoice_number'],
    counts=['quantity', 'billed_contract_amount', 'unconverted_rows', 'unconverted_lines'],
    amounts=['billed_transaction_amount', 'billed_functional_amount', 'billed_reporting_amount'],
    fallback='mapping',
) }},

adjusted as (
    select
        adjustments.*,
        {{ adjustment_type('posts_to_period', 'service_period') }} as adjustment_type
    from adjustments
)

select * from adjusted
