{#- What was booked and recognised of what has a price, and what is left of it: signed work, cancellable
    work included. Bookings are at the spot rate of the day, revenue at the period's average rate and
    what is left at its closing rate; what that leaves open is the exchange difference, so that
    opening, bookings, judgements and revenue always foot to the closing. Work that is paid by time or
    use has no price: it is neither booked nor left. Revenue in the ratios is what was recognised of
    the same obligations; its monthly average is that of the last twelve periods that are over. -#}
{%- set kinds = ['booked_new', 'booked_modification', 'judged_anew', 'recognised'] -%}
with

moved as (
    select * from {{ ref('int_backlog__moved') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_backlog') }}
),

settled_periods as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue' and is_settled
),

summed as (
    select
        entity_code,
        revenue_stream,
        period_code,
        period_start_date,
        is_over,
        is_running,
        functional_currency_code,
        reporting_currency_code,
        {% for books in ['functional', 'reporting'] %}
            {% for kind in kinds %}
                sum({{ kind }}_{{ books }}_amount) as {{ kind }}_{{ books }}_amount,
            {% endfor %}
            coalesce(sum(closing_{{ books }}_amount), 0) as closing_{{ books }}_amount,
        {% endfor %}
        cast(
            sum(unconverted_rows)
            + {{ count_unknown('closing_functional_amount', 'closing_reporting_amount') }} as bigint
        ) as unconverted_rows
    from moved
    group by
        entity_code,
        revenue_stream,
        period_code,
        period_start_date,
        is_over,
        is_running,
        functional_currency_code,
        reporting_currency_code
),

neighbours as (
    select
        entity_code,
        revenue_stream,
        period_code,
        period_start_date,
        is_over,
        is_running,
        functional_currency_code,
        reporting_currency_code,
        unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            {% for kind in kinds %}
                {{ kind }}_{{ books }}_amount,
            {% endfor %}
            closing_{{ books }}_amount,
            lag(closing_{{ books }}_amount, 1, 0) over in_order as closing_before_{{ books }}_amount,
        {% endfor %}
        lag(period_code) over in_order as period_before,
        sum(recognised_functional_amount) over until_now as recognised_until_now,
        count(*) over until_now as periods_until_now,
        sum(recognised_functional_amount) over until_before as recognised_until_before,
        count(*) over until_before as periods_until_before
    from summed
    window
        in_order as (partition by entity_code, revenue_stream order by period_start_date),
        until_now as (
            partition by entity_code, revenue_stream
            order by period_start_date
            rows between 11 preceding and current row
        ),
        until_before as (
            partition by entity_code, revenue_stream
            order by period_start_date
            rows between 12 preceding and 1 preceding
        )
),

-- A closed period stays as it was published: what it came to later stands in the next one.
opened as (
    select
        neighbours.entity_code,
        neighbours.revenue_stream,
        neighbours.period_code,
        neighbours.is_over,
        neighbours.is_running,
        neighbours.functional_currency_code,
        neighbours.reporting_currency_code,
        neighbours.unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            {% for kind in kinds %}
                neighbours.{{ kind }}_{{ books }}_amount,
            {% endfor %}
            neighbours.closing_{{ books }}_amount,
            neighbours.closing_before_{{ books }}_amount,
            case
                when settled_periods.period_code is null then neighbours.closing_before_{{ books }}_amount
                else coalesce(booked.closing_backlog_{{ books }}_amount, 0)
            end as opening_{{ books }}_amount,
        {% endfor %}
        neighbours.recognised_until_now,
        neighbours.periods_until_now,
        neighbours.recognised_until_before,
        neighbours.periods_until_before
    from neighbours
    left join settled_periods
        on
            neighbours.entity_code = settled_periods.entity_code
            and neighbours.period_before = settled_periods.period_code
    left join booked
        on
            neighbours.entity_code = booked.entity_code
            and neighbours.period_before = booked.accounting_period
            and neighbours.revenue_stream = booked.revenue_stream
),

averaged as (
    select
        entity_code,
        revenue_stream,
        period_code,
        is_running,
        functional_currency_code,
        reporting_currency_code,
        unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            {% for kind in kinds %}
                {{ kind }}_{{ books }}_amount,
            {% endfor %}
            closing_{{ books }}_amount,
            opening_{{ books }}_amount,
            closing_before_{{ books }}_amount - opening_{{ books }}_amount
                as closed_periods_{{ books }}_amount,
        {% endfor %}
        case
            when is_over then {{ exact_quotient('recognised_until_now', 'periods_until_now', 2) }}
            else {{ exact_quotient('recognised_until_before', 'periods_until_before', 2) }}
        end as average_recognised_amount
    from opened
),

described as (
    select
        {{ surrogate_key(['entity_code', 'revenue_stream', 'period_code']) }}
            as bookings_backlog_month_key,
        entity_code,
        revenue_stream,
        period_code as accounting_period,
        is_running as is_running_period,
        {% for books in ['functional', 'reporting'] %}
            {{ books }}_currency_code,
            cast(opening_{{ books }}_amount as decimal(18, 2)) as opening_backlog_{{ books }}_amount,
            cast(booked_new_{{ books }}_amount as decimal(18, 2)) as bookings_new_{{ books }}_amount,
            cast(booked_modification_{{ books }}_amount as decimal(18, 2))
                as bookings_modification_{{ books }}_amount,
            cast(booked_new_{{ books }}_amount + booked_modification_{{ books }}_amount as decimal(18, 2))
                as bookings_{{ books }}_amount,
            cast(judged_anew_{{ books }}_amount as decimal(18, 2))
                as backlog_judged_anew_{{ books }}_amount,
            cast(recognised_{{ books }}_amount as decimal(18, 2)) as backlog_burn_{{ books }}_amount,
            cast(closed_periods_{{ books }}_amount as decimal(18, 2))
                as backlog_of_closed_periods_{{ books }}_amount,
            cast(
                closing_{{ books }}_amount
                - opening_{{ books }}_amount
                - closed_periods_{{ books }}_amount
                - booked_new_{{ books }}_amount
                - booked_modification_{{ books }}_amount
                - judged_anew_{{ books }}_amount
                + recognised_{{ books }}_amount
                as decimal(18, 2)
            ) as backlog_exchange_difference_{{ books }}_amount,
            cast(closing_{{ books }}_amount as decimal(18, 2)) as closing_backlog_{{ books }}_amount,
        {% endfor %}
        cast(
            {{ exact_quotient(
                '(booked_new_functional_amount + booked_modification_functional_amount)',
                'recognised_functional_amount',
            ) }} as decimal(18, 6)
        ) as book_to_bill_by_revenue,
        cast(average_recognised_amount as decimal(18, 2)) as average_monthly_burn_functional_amount,
        cast(
            {{ exact_quotient('closing_functional_amount', 'average_recognised_amount') }}
            as decimal(18, 6)
        ) as backlog_cover_months,
        unconverted_rows
    from averaged
)

select * from described
