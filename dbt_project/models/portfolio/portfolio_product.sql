{#- Each product as it stands: annual recurring revenue and how it moved in the last twelve periods, the running
    one among them, what is left of the customers and the revenue of twelve periods ago, at the exchange rates of
    now, and what it brought and cost in the last twelve periods that are over: a running one has not all of its
    cost yet. A customer is a group of clients, all entities and currencies together: that of twelve periods ago for
    what is left, and that of the period for how revenue moved (fct_arr_bridge_month). -#}
{%- set movements = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] -%}
{%- set keys = ['entity_code', 'client_key', 'product_key', 'transaction_currency_code'] -%}
with

products as (
    select * from {{ ref('dim_product') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

months as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

results as (
    select * from {{ ref('fct_product_pnl_month') }}
    where product_key is not null
),

lines as (
    select * from {{ ref('fct_subscription_line_version') }}
    where is_latest_version
),

deals as (
    select * from {{ ref('fct_services_attach') }}
),

ended_periods as (
    select
        period_code,
        row_number() over (order by period_start_date desc) as recency
    from {{ ref('int_period_ends__listed') }}
    where is_over
),

currencies as (
    select min(reporting_currency_code) as reporting_currency_code
    from entities
),

latest_month as (
    select max(accounting_period) as accounting_period
    from months
),

-- A bill or an invoice of a day to come has a result in a period that has not begun.
told_periods as (
    select accounting_period from months
    union
    select results.accounting_period
    from results
    cross join latest_month
    where coalesce(latest_month.accounting_period, results.accounting_period) >= results.accounting_period
),

periods as (
    select
        accounting_period,
        row_number() over (order by accounting_period desc) as recency
    from told_periods
),

neighbours as (
    select
        {% for key in keys %}
            months.{{ key }},
        {% endfor %}
        months.group_client_key,
        months.mrr_transaction_amount,
        months.reporting_fx_rate,
        months.moved_arr_reporting_amount,
        months.fx_arr_reporting_amount,
        months.arr_reporting_amount,
        months.unconverted_rows,
        periods.recency,
        coalesce(months.arr_reporting_amount, 0) as arr_now,
        max(months.mrr_transaction_amount) over (
            partition by {% for key in keys %}months.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
            order by months.accounting_period
            rows between unbounded preceding and 1 preceding
        ) as highest_before
    from months
    inner join periods on months.accounting_period = periods.accounting_period
),

recent as (
    select * from neighbours
    where recency <= 13
),

grouped as (
    select
        product_key,
        recency,
        group_client_key,
        sum(arr_now) as arr_now,
        sum(arr_now - moved_arr_reporting_amount) as arr_before_now,
        coalesce(max(highest_before), 0) > 0 as has_prior
    from neighbours
    where recency <= 12
    group by product_key, recency, group_client_key
),

judged as (
    select
        product_key,
        abs(arr_now - arr_before_now) as moved_amount,
        {{ recurring_movement('arr_now', 'arr_before_now', 'has_prior') }} as movement_category
    from grouped
),

movements as (
    select
        {% for movement in movements %}
            sum(case when movement_category = '{{ movement }}' then moved_amount else 0 end)
                as {{ movement }}_amount,
        {% endfor %}
        product_key
    from judged
    group by product_key
),

moved as (
    select
        product_key,
        sum(case when recency <= 12 then fx_arr_reporting_amount else 0 end) as fx_amount,
        sum(case when recency = 1 then arr_reporting_amount end) as arr_amount,
        sum(case when recency = 1 then 1 else 0 end) as present,
        sum(case when recency = 1 then arr_now else 0 end) as known_arr_amount,
        sum(case when recency <= 12 then moved_arr_reporting_amount + fx_arr_reporting_amount else 0 end)
            as change_amount,
        sum(unconverted_rows) as unconverted_rows
    from recent
    group by product_key
),

compared as (
    select
        latest.product_key,
        coalesce(earlier.group_client_key, latest.group_client_key) as customer_key,
        sum(coalesce(latest.arr_reporting_amount, 0)) as arr_now,
        sum(
            coalesce(
                {{ posted_amount(
                    converted_amount('12 * earlier.mrr_transaction_amount', 'latest.reporting_fx_rate')
                ) }}, 0
            )
        ) as arr_then
    from recent as latest
    left join recent as earlier
        on
            {{ same('latest', 'earlier', keys) }}
            and earlier.recency = 13
    where latest.recency = 1
    group by latest.product_key, coalesce(earlier.group_client_key, latest.group_client_key)
),

retained as (
    select
        product_key,
        sum(case when arr_now > 0 then 1 else 0 end) as customers,
        sum(case when arr_then > 0 then 1 else 0 end) as customers_then,
        sum(case when arr_then > 0 and arr_now > 0 then 1 else 0 end) as retained_customers,
        sum(case when arr_then > 0 then arr_now else 0 end) as arr_of_then,
        sum(least(arr_now, arr_then)) as retained_arr,
        sum(arr_then) as arr_then
    from compared
    group by product_key
),

earned as (
    select
        results.product_key,
        sum(results.revenue_reporting_amount) as revenue_amount,
        case
            when count(results.product_margin_reporting_amount) = count(*)
                then sum(results.revenue_reporting_amount - results.product_margin_reporting_amount)
        end as cost_amount,
        case
            when count(results.product_margin_reporting_amount) = count(*)
                then sum(results.product_margin_reporting_amount)
        end as margin_amount,
        count(*) as present,
        sum(results.unconverted_rows) as unconverted_rows
    from results
    inner join ended_periods on results.accounting_period = ended_periods.period_code
    where ended_periods.recency <= 12
    group by results.product_key
),

sold as (
    select distinct
        lines.product_key,
        deals.services_attach_key,
        deals.has_services
    from lines
    inner join deals on lines.contract_key = deals.contract_key
),

attached as (
    select
        product_key,
        count(*) as new_deals,
        sum(case when has_services then 1 else 0 end) as deals_with_services
    from sold
    group by product_key
),

described as (
    select
        products.product_key,
        products.product_code,
        products.product_name,
        products.product_family,
        currencies.reporting_currency_code,
        cast(coalesce(moved.known_arr_amount - moved.change_amount, 0) as decimal(18, 2))
            as opening_arr_reporting_amount,
        {% for movement in movements %}
            cast(coalesce(movements.{{ movement }}_amount, 0) as decimal(18, 2))
                as {{ movement }}_arr_reporting_amount,
        {% endfor %}
        cast(coalesce(moved.fx_amount, 0) as decimal(18, 2)) as fx_arr_reporting_amount,
        {{ posted_sum('moved.arr_amount', 'nullif(moved.present, 0)') }} as arr_reporting_amount,
        cast(coalesce(retained.customers, 0) as bigint) as customers,
        cast({{ exact_quotient('retained.arr_of_then', 'retained.arr_then') }} as decimal(18, 6)) as nrr,
        cast({{ exact_quotient('retained.retained_arr', 'retained.arr_then') }} as decimal(18, 6)) as grr,
        cast(
            {{ exact_quotient('retained.retained_customers', 'retained.customers_then') }} as decimal(18, 6)
        ) as logo_retention,
        {{ posted_sum('earned.revenue_amount', 'earned.present') }} as recent_revenue_reporting_amount,
        {{ posted_sum('earned.cost_amount', 'earned.present') }} as recent_cost_reporting_amount,
        {{ posted_sum('earned.margin_amount', 'earned.present') }}
            as recent_product_margin_reporting_amount,
        cast({{ exact_quotient('earned.margin_amount', 'earned.revenue_amount') }} as decimal(18, 6))
            as product_margin_share,
        cast(coalesce(attached.new_deals, 0) as bigint) as new_deals,
        cast({{ exact_quotient('attached.deals_with_services', 'attached.new_deals') }} as decimal(18, 6))
            as services_attach_share,
        cast(coalesce(moved.unconverted_rows, 0) + coalesce(earned.unconverted_rows, 0) as bigint)
            as unconverted_rows
    from products
    cross join currencies
    left join movements on products.product_key = movements.product_key
    left join moved on products.product_key = moved.product_key
    left join retained on products.product_key = retained.product_key
    left join earned on products.product_key = earned.product_key
    left join attached on products.product_key = attached.product_key
)

select * from described
