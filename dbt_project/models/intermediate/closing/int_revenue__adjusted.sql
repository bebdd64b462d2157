{#- What recognised revenue of periods that the books hold comes to now, less what the books have for
    it already: posted to the next period that is not booked, by cause (decision 16). What changed for a performance
    obligation has its cause from int_obligation_changes__caused. -#}
with

computed as (
    select * from {{ ref('int_revenue__recognised') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_revenue') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
),

usage as (
    select * from {{ ref('int_usage__valued') }}
),

obligation_changes as (
    select * from {{ ref('int_obligation_changes__caused') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

source_rows as (
    select
        system_name,
        'time_entries' as source_table,
        time_entry_id as source_id,
        project_key,
        client_key,
        currency_code as transaction_currency_code,
        landed_at as known_at,
        delivery_id,
        row_hash
    from time_entries
    union all
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
    from invoice_lines
    union all
    select
        system_name,
        'usage_records' as source_table,
        usage_record_id as source_id,
        project_key,
        client_key,
        currency_code as transaction_currency_code,
        landed_at as known_at,
        delivery_id,
        row_hash
    from usage
),

{{ adjustments_of(
    places=[
        'project_key',
        'client_key',
        'contract_key',
        'product_key',
        'performance_obligation_key',
        'revenue_stream',
        'revenue_method',
        'revenue_timing',
        'transaction_currency_code',
        'functional_currency_code',
        'reporting_currency_code',
    ],
    carried=['service_date', 'known_on', 'contract_id', 'performance_obligation_id', 'obligation_name'],
    counts=['quantity', 'unconverted_rows'],
    amounts=['revenue_transaction_amount', 'revenue_functional_amount', 'revenue_reporting_amount'],
    fallback='contract',
) }},

caused as (
    select
        adjustments.*,
        obligation_changes.contract_version_id,
        obligation_changes.estimate_id,
        obligation_changes.progress_share,
        obligation_changes.allocated_amount,
        case
            when adjustments.source_table <> 'performance_obligations' then adjustments.adjustment_cause
            when
                adjustments.revenue_transaction_amount = 0
                and obligation_changes.adjustment_cause not in ('contract', 'estimate')
                then 'fx'
            else obligation_changes.adjustment_cause
        end as cause
    from adjustments
    left join obligation_changes
        on
            adjustments.system_name = obligation_changes.system_name
            and adjustments.source_id = obligation_changes.source_id
            and adjustments.service_period = obligation_changes.service_period
),

adjusted as (
    select
        caused.*,
        {{ adjustment_type('posts_to_period', 'service_period') }} as adjustment_type
    from caused
)

select * from adjusted
