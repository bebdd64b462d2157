{#- Monthly recurring revenue beside the revenue of subscriptions that was recognised, in the currency that is paid, so
    that no exchange rate parts them. Lines that are in force for a part of a period, and a term's days that are not
    the same in all its months, part them by what the lines say; what is left is not by time: prices that were
    allocated or changed, catch-up, lines without an obligation and obligations without a line. -#}
{%- set keys = ['entity_code', 'accounting_period', 'product_key', 'transaction_currency_code'] -%}
with

months as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

lines as (
    select * from {{ ref('fct_subscription_line_version') }}
    where is_latest_version
),

revenue_events as (
    select * from {{ ref('fct_revenue_event') }}
    where revenue_stream = 'subscription' and project_key is null
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

periods as (
    select
        period_code,
        period_start_date,
        {{ days_between('period_start_date', 'period_end_date') }} + 1 as period_days
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

recurring as (
    select
        {{ keys | join(', ') }},
        sum(mrr_transaction_amount) as mrr
    from months
    group by {{ keys | join(', ') }}
),

recognised as (
    select
        {{ keys | join(', ') }},
        sum(revenue_transaction_amount) as revenue
    from revenue_events
    group by {{ keys | join(', ') }}
),

-- A term of whole months starts and ends on the same day of a month.
termed as (
    select
        entity_code,
        product_key,
        transaction_currency_code,
        mrr_transaction_amount as mrr,
        start_date,
        coalesce(end_before_date, cast('9999-12-31' as date)) as end_before_date,
        case
            when extract(day from start_date) = extract(day from end_before_date) then
                12 * (extract(year from end_before_date) - extract(year from start_date))
                + extract(month from end_before_date) - extract(month from start_date)
        end as term_months,
        {{ days_between('start_date', 'end_before_date') }} as term_days
    from lines
),

in_force as (
    select
        termed.entity_code,
        periods.period_code as accounting_period,
        termed.product_key,
        termed.transaction_currency_code,
        termed.mrr,
        termed.term_months,
        termed.term_days,
        periods.period_days,
        {{ days_between(
            'greatest(termed.start_date, periods.period_start_date)',
            'least(termed.end_before_date, ' ~ plus_days('period_ends.as_of_date', 1) ~ ')',
        ) }} as days
    from termed
    inner join period_ends
        on
            termed.start_date <= period_ends.as_of_date
            and termed.end_before_date > period_ends.period_start_date
    inner join periods on period_ends.period_code = periods.period_code
),

timed as (
    select
        *,
        {{ exact_quotient('mrr * days', 'period_days') }} as by_months,
        {{ exact_quotient('mrr * term_months * days', 'term_days') }} as by_days
    from in_force
),

charged as (
    select
        {{ keys | join(', ') }},
        sum(by_months) as by_months,
        sum(coalesce(by_days, by_months)) as by_days
    from timed
    group by {{ keys | join(', ') }}
),

spine as (
    {% for relation in ['recurring', 'recognised', 'charged'] %}
        select {{ keys | join(', ') }}
        from {{ relation }}
        {{ 'union' if not loop.last }}
    {% endfor %}
),

joined as (
    select
        {% for key in keys %}
            spine.{{ key }},
        {% endfor %}
        coalesce(recurring.mrr, 0) as mrr,
        coalesce(charged.by_months, 0) as by_months,
        coalesce(charged.by_days, 0) as by_days,
        coalesce(recognised.revenue, 0) as revenue
    from spine
    left join recurring on {{ same('spine', 'recurring', keys) }}
    left join recognised on {{ same('spine', 'recognised', keys) }}
    left join charged on {{ same('spine', 'charged', keys) }}
),

described as (
    select
        {{ surrogate_key(keys) }} as recurring_revenue_month_key,
        {{ keys | join(', ') }},
        cast(mrr as decimal(18, 6)) as mrr_transaction_amount,
        cast(by_months - mrr as decimal(18, 6)) as part_month_transaction_amount,
        cast(by_days - by_months as decimal(18, 6)) as day_count_transaction_amount,
        cast(revenue - by_days as decimal(18, 6)) as price_difference_transaction_amount,
        cast(revenue as decimal(18, 2)) as revenue_transaction_amount
    from joined
)

select * from described
