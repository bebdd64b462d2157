{#- All work that clients are to pay for and that is not settled by an invoice, with what stands in the way of one
    on the as-of day. What is invoiced, or paid by a price, is in fct_time_entry and fct_invoice_line. An invoice is
    of its own day: work of a closed period is billed in an open one. Amounts are without tax, at the spot rate of
    the day of the work. -#}
{%- set columns = [
    'item_type', 'system_name', 'source_id', 'entity_code', 'project_key', 'client_key', 'contract_key',
    'product_key', 'service_date', 'hours', 'currency_code', 'value_amount', 'known_at', 'delivery_id',
    'row_hash',
] -%}
with

time_items as (
    select * from {{ ref('int_billable_time__explained') }}
    where billing_reason <> 'already_invoiced'
),

milestones as (
    select * from {{ ref('int_billable_milestones__explained') }}
    where billing_reason <> 'already_invoiced'
),

charges as (
    select * from {{ ref('int_billable_charges__explained') }}
    where billing_reason <> 'already_invoiced'
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'billing' and is_closed
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

items as (
    select * from time_items
    union all
    select * from milestones
    union all
    select * from charges
),

placed as (
    select
        {% for column in columns %}
            items.{{ column }},
        {% endfor %}
        run.as_of_date,
        periods.period_code,
        case
            when items.billing_reason = 'ready' and locks.period_code is not null then 'period_closed'
            else items.billing_reason
        end as reason,
        entities.functional_currency_code,
        entities.reporting_currency_code
    from items
    cross join run
    left join periods
        on items.service_date between periods.period_start_date and periods.period_end_date
    left join periods as invoice_periods
        on run.as_of_date between invoice_periods.period_start_date and invoice_periods.period_end_date
    left join entities on items.entity_code = entities.entity_code
    left join locks
        on
            items.entity_code = locks.entity_code
            and invoice_periods.period_code = locks.period_code
),

described as (
    select
        {{ surrogate_key([
            'placed.item_type', 'placed.system_name', 'placed.source_id', 'placed.reason'
        ]) }} as billable_item_key,
        placed.item_type,
        placed.system_name,
        placed.source_id,
        placed.as_of_date,
        placed.entity_code,
        placed.project_key,
        placed.client_key,
        placed.contract_key,
        placed.product_key,
        placed.service_date,
        placed.period_code as service_period,
        placed.reason as billing_reason,
        placed.reason = 'ready' as is_billable_now,
        cast(placed.hours as decimal(18, 6)) as hours,
        placed.currency_code as transaction_currency_code,
        cast(placed.value_amount as decimal(28, 6)) as billable_value_transaction_amount,
        {% for books in ['functional', 'reporting'] %}
            placed.{{ books }}_currency_code,
            cast({{ in_currency(
            'placed.value_amount',
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        ) }} as decimal(28, 6)) as billable_value_{{ books }}_amount,
        {% endfor %}
        placed.known_at,
        placed.delivery_id,
        placed.row_hash
    from placed
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.service_date',
        ) }}
    {% endfor %}
)

select * from described
