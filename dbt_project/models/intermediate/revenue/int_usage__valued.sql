{#- What was used of what clients pay for by use, each record with the obligation that promises it on the
    day, its keys, period and value. What the amount depends on is the day's own use, so it is that
    day's revenue (IFRS 15.85, ASC 606-10-32-40). A record that no obligation of method usage promises
    on its day earns nothing, nor does one of a day that is still to come. -#}
{%- set books = ['functional', 'reporting'] -%}
with

usage_records as (
    select * from {{ ref('int_usage_records__unioned') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where recognition_method = 'usage'
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

placed as (
    select
        usage_records.*,
        obligations.contract_version_id,
        obligations.obligation_name,
        obligations.revenue_stream,
        obligations.contract_key,
        obligations.client_key,
        obligations.project_key,
        obligations.product_key,
        obligations.entity_code,
        obligations.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        periods.period_code,
        obligations.contract_version_id is not null
        and usage_records.usage_date <= run.as_of_date as is_earned,
        {{ exact_product('usage_records.quantity', 'usage_records.unit_price') }}
            as usage_transaction_amount
    from usage_records
    cross join run
    left join obligations
        on
            usage_records.system_name = obligations.system_name
            and usage_records.contract_id = obligations.contract_id
            and usage_records.performance_obligation_id = obligations.performance_obligation_id
            and usage_records.usage_date >= obligations.in_force_from
            and usage_records.usage_date < obligations.in_force_before
            and usage_records.usage_date >= obligations.start_date
            and usage_records.usage_date <= coalesce(obligations.end_date, usage_records.usage_date)
    left join periods
        on usage_records.usage_date between periods.period_start_date and periods.period_end_date
),

valued as (
    select
        placed.*,
    {% for each in books %}
        {{ in_currency(
            'placed.usage_transaction_amount',
            'placed.currency_code',
            'placed.' ~ each ~ '_currency_code',
            'to_' ~ each,
        ) }} as usage_{{ each }}_amount,
        {{ rate_used('placed.currency_code', 'placed.' ~ each ~ '_currency_code', 'to_' ~ each) }}
            as {{ each }}_fx_rate,
        {{ rate_date_used('placed.currency_code', 'placed.' ~ each ~ '_currency_code', 'to_' ~ each) }}
            as {{ each }}_fx_rate_date{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    {% for each in books %}
        {{ join_fx_rate(
            'to_' ~ each,
            'placed.currency_code',
            'placed.' ~ each ~ '_currency_code',
            'placed.usage_date',
        ) }}
    {% endfor %}
)

select * from valued
