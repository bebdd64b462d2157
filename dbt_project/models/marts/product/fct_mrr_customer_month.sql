{#- Monthly recurring revenue by client and product in the currency it is paid in, and how it moved. What
    was nothing before or is nothing now is told before the sign of the change is looked at. A client of
    two currencies or entities has a row for each; fct_arr_bridge_month judges them together. A closed period keeps
    the groups it was published with, when it is opened again too. -#}
{%- set movements = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] -%}
{%- set keys = ['entity_code', 'client_key', 'product_key', 'currency_code'] -%}
with

customers as (
    select * from {{ ref('int_mrr__summed') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

products as (
    select * from {{ ref('dim_product') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_mrr') }}
),

neighbours as (
    select
        *,
        coalesce(lag(mrr_amount) over in_order, 0) as mrr_before,
        coalesce(lag(arr_reporting_amount) over in_order, 0) as arr_before,
        coalesce(
            max(mrr_amount) over (
                partition by {{ keys | join(', ') }}
                order by period_start_date
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as highest_before
    from customers
    window in_order as (partition by {{ keys | join(', ') }} order by period_start_date)
),

judged as (
    select
        *,
        {{ recurring_movement('mrr_amount', 'mrr_before', '(highest_before > 0)') }} as movement_category,
        case
            when mrr_before = 0 then cast(0 as decimal(18, 2))
            else {{ posted_amount(converted_amount('12 * mrr_before', 'reporting_fx_rate')) }}
        end as arr_before_now
    from neighbours
),

described as (
    select
        {{ surrogate_key([
            'judged.entity_code',
            'judged.period_code',
            'judged.client_key',
            'judged.product_key',
            'judged.currency_code',
        ]) }} as mrr_customer_month_key,
        judged.entity_code,
        judged.period_code as accounting_period,
        judged.is_running as is_running_period,
        judged.as_of_date as told_for_date,
        judged.client_key,
        coalesce(booked.group_client_key, clients.parent_client_key, judged.client_key) as group_client_key,
        judged.product_key,
        products.product_family,
        judged.movement_category,
        judged.currency_code as transaction_currency_code,
        judged.mrr_amount as mrr_transaction_amount,
        {% for movement in movements %}
            cast(
                case
                    when judged.movement_category = '{{ movement }}'
                        then abs(judged.mrr_amount - judged.mrr_before)
                    else 0
                end as decimal(18, 6)
            ) as {{ movement }}_mrr_transaction_amount,
        {% endfor %}
        {{ posted_amount('12 * judged.mrr_amount') }} as arr_transaction_amount,
        judged.reporting_currency_code,
        judged.reporting_fx_rate,
        cast(judged.arr_before as decimal(18, 2)) as opening_arr_reporting_amount,
        cast(
            coalesce(judged.arr_reporting_amount, 0) - coalesce(judged.arr_before_now, 0) as decimal(18, 2)
        ) as moved_arr_reporting_amount,
        cast(coalesce(judged.arr_before_now, 0) - judged.arr_before as decimal(18, 2))
            as fx_arr_reporting_amount,
        judged.arr_reporting_amount,
        cast(case when judged.arr_reporting_amount is null then 1 else 0 end as bigint) as unconverted_rows
    from judged
    left join clients on judged.client_key = clients.client_key
    left join products on judged.product_key = products.product_key
    left join booked on judged.period_code = booked.accounting_period and {{ same('judged', 'booked', keys) }}
)

select * from described
