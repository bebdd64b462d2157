{#- What each client pays for each product a month, at the end of each accounting period and on the as-of
    day, from the first period it paid anything to the last, so that a period without is there with 0. A
    line without an end goes on. A closed period has what was published of it (decision 16). -#}
{%- set customer = ['entity_code', 'client_key', 'product_key', 'currency_code'] -%}
with

lines as (
    select * from {{ ref('int_subscription_lines__dated') }}
    where is_current
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_mrr') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue' and is_settled
),

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
    where table_name = 'fct_mrr_customer_month'
),

settled as (
    select distinct
        locks.entity_code,
        locks.period_code
    from locks
    inner join pages
        on
            locks.entity_code = pages.entity_code
            and locks.period_code = pages.accounting_period
),

active as (
    select
        lines.entity_code,
        lines.client_key,
        lines.product_key,
        lines.currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        sum(lines.mrr_amount) as mrr_amount
    from lines
    inner join period_ends
        on
            lines.start_date <= period_ends.as_of_date
            and coalesce(lines.end_date, cast('9999-12-31' as date)) > period_ends.as_of_date
    group by
        lines.entity_code,
        lines.client_key,
        lines.product_key,
        lines.currency_code,
        period_ends.period_code,
        period_ends.period_start_date
    having sum(lines.mrr_amount) > 0
),

seen as (
    select
        {{ customer | join(', ') }},
        period_start_date
    from active
    union all
    select
        {%- for column in customer %}
            booked.{{ column }},
        {%- endfor %}
        period_ends.period_start_date
    from booked
    inner join period_ends on booked.accounting_period = period_ends.period_code
),

customers as (
    select
        {{ customer | join(', ') }},
        min(period_start_date) as first_day
    from seen
    group by {{ customer | join(', ') }}
),

followed as (
    select
        {%- for column in customer %}
            customers.{{ column }},
        {%- endfor %}
        {{ reporting_currency() }} as reporting_currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_running
    from customers
    inner join period_ends on customers.first_day <= period_ends.period_start_date
),

stated as (
    select
        followed.*,
        settled.period_code is not null as is_settled,
        booked.arr_reporting_amount as booked_arr_amount,
        cast(
            case
                when settled.period_code is null then coalesce(active.mrr_amount, 0)
                else coalesce(booked.mrr_amount, 0)
            end as decimal(18, 6)
        ) as mrr_amount,
        case
            when settled.period_code is null
                then {{ rate_used(
                    'followed.currency_code', 'followed.reporting_currency_code', 'to_reporting'
                ) }}
            else booked.reporting_fx_rate
        end as reporting_fx_rate
    from followed
    left join active
        on
            {{ same('followed', 'active', customer) }}
            and followed.period_code = active.period_code
    left join booked
        on
            {{ same('followed', 'booked', customer) }}
            and followed.period_code = booked.accounting_period
    left join settled
        on
            followed.entity_code = settled.entity_code
            and followed.period_code = settled.period_code
    {{ join_closing_rate(
        'to_reporting', 'followed.currency_code', 'followed.reporting_currency_code', 'followed.period_code'
    ) }}
),

summed as (
    select
        {{ customer | join(', ') }},
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        is_settled,
        mrr_amount,
        reporting_currency_code,
        reporting_fx_rate,
        case
            when mrr_amount = 0 then cast(0 as decimal(18, 2))
            when is_settled then booked_arr_amount
            else {{ posted_amount(converted_amount('12 * mrr_amount', 'reporting_fx_rate')) }}
        end as arr_reporting_amount
    from stated
)

select * from summed
