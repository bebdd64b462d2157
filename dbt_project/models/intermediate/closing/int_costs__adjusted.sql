{#- What costs of source rows of periods that the books hold come to now, less what the books have
    for them already: posted to the next period that is not booked, by cause (decision 16). -#}
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

source_rows as (
    select * from computed
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

{{ adjustments_of(
    places=[
        'project_key',
        'client_key',
        'product_key',
        'cost_pool',
        'cost_class',
        'transaction_currency_code',
        'functional_currency_code',
        'reporting_currency_code',
    ],
    carried=['service_date', 'rate_id', 'time_category', 'task_name'],
    counts=['hours', 'billable_hours', 'approved_hours', 'uncosted_hours', 'unconverted_rows'],
    amounts=['cost_transaction_amount', 'cost_functional_amount', 'cost_reporting_amount'],
    fallback='mapping',
) }},

adjusted as (
    select
        adjustments.*,
        {{ adjustment_type('posts_to_period', 'service_period') }} as adjustment_type
    from adjustments
)

select * from adjusted
