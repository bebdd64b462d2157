{#- What is left of the customers that began to pay in a period, and of what they paid then, each later
    month. A customer is a group of clients: the one each client belonged to when it began, as it was
    published, or the one of today; what that changes is the reorganisation effect. Both sides are at the
    exchange rates of the later month. -#}
{%- set mappings = ['frozen', 'current'] -%}
{%- set keys = ['entity_code', 'client_key', 'product_key', 'transaction_currency_code'] -%}
with

months as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

periods as (
    select
        accounting_period,
        row_number() over (order by accounting_period) as period_number
    from months
    group by accounting_period
),

ranked as (
    select
        client_key,
        group_client_key,
        row_number() over (partition by client_key order by accounting_period, mrr_customer_month_key)
            as place
    from months
    where mrr_transaction_amount > 0
),

mapped as (
    {% for mapping in mappings %}
        select
            '{{ mapping }}' as mapping,
            ranked.client_key,
            {{ 'ranked.group_client_key' if mapping == 'frozen'
                else 'coalesce(clients.parent_client_key, ranked.client_key)' }} as customer_key
        from ranked
        left join clients on ranked.client_key = clients.client_key
        where ranked.place = 1
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

paying as (
    select
        mapped.mapping,
        mapped.customer_key,
        periods.period_number,
        {% for key in keys %}
            months.{{ key }},
        {% endfor %}
        months.accounting_period,
        months.mrr_transaction_amount,
        months.reporting_fx_rate,
        months.unconverted_rows,
        coalesce(months.arr_reporting_amount, 0) as arr_now,
        min(case when months.mrr_transaction_amount > 0 then periods.period_number end) over (
            partition by mapped.mapping, mapped.customer_key
        ) as cohort_number
    from months
    inner join periods on months.accounting_period = periods.accounting_period
    inner join mapped on {{ same('months', 'mapped', ['client_key']) }}
),

begun as (
    select
        paying.mapping,
        paying.customer_key,
        paying.cohort_number,
        paying.period_number,
        paying.unconverted_rows,
        paying.mrr_transaction_amount,
        paying.arr_now,
        case
            when starts.mrr_transaction_amount is null then cast(0 as decimal(18, 2))
            else {{ posted_amount(
                converted_amount('12 * starts.mrr_transaction_amount', 'paying.reporting_fx_rate')
            ) }}
        end as arr_at_start
    from paying
    left join paying as starts
        on
            paying.mapping = starts.mapping
            and {{ same('paying', 'starts', keys) }}
            and paying.cohort_number = starts.period_number
    where paying.period_number >= paying.cohort_number
),

customers as (
    select
        mapping,
        cohort_number,
        period_number,
        customer_key,
        sum(coalesce(arr_at_start, 0)) as arr_at_start,
        sum(arr_now) as arr_now,
        max(mrr_transaction_amount) as highest_mrr,
        sum(unconverted_rows) as unconverted_rows
    from begun
    group by mapping, cohort_number, period_number, customer_key
),

counted as (
    select
        mapping,
        cohort_number,
        period_number,
        count(*) as customers,
        sum(case when highest_mrr > 0 then 1 else 0 end) as retained_customers,
        sum(arr_at_start) as cohort_arr,
        sum(arr_now) as arr,
        sum(least(arr_now, arr_at_start)) as retained_arr,
        sum(unconverted_rows) as unconverted_rows
    from customers
    group by mapping, cohort_number, period_number
),

shared as (
    select
        *,
        cast({{ exact_quotient('arr', 'cohort_arr') }} as decimal(18, 6)) as nrr,
        cast({{ exact_quotient('retained_arr', 'cohort_arr') }} as decimal(18, 6)) as grr,
        cast({{ exact_quotient('retained_customers', 'customers') }} as decimal(18, 6)) as logo_retention
    from counted
),

described as (
    select
        {{ surrogate_key(['cohorts.accounting_period', 'frozen.period_number - frozen.cohort_number']) }}
            as retention_cohort_key,
        cohorts.accounting_period as cohort_period,
        cast(frozen.period_number - frozen.cohort_number as integer) as month_offset,
        cast(frozen.customers as bigint) as customers,
        cast(frozen.retained_customers as bigint) as retained_customers,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(frozen.cohort_arr as decimal(18, 2)) as cohort_arr_reporting_amount,
        cast(frozen.arr as decimal(18, 2)) as arr_reporting_amount,
        cast(frozen.retained_arr as decimal(18, 2)) as retained_arr_reporting_amount,
        frozen.nrr,
        frozen.grr,
        frozen.logo_retention,
        cast(current_groups.nrr - frozen.nrr as decimal(18, 6)) as nrr_reorg_effect,
        cast(current_groups.grr - frozen.grr as decimal(18, 6)) as grr_reorg_effect,
        cast(current_groups.logo_retention - frozen.logo_retention as decimal(18, 6))
            as logo_retention_reorg_effect,
        cast(frozen.unconverted_rows as bigint) as unconverted_rows
    from shared as frozen
    inner join periods as cohorts on frozen.cohort_number = cohorts.period_number
    left join shared as current_groups
        on
            frozen.cohort_number = current_groups.cohort_number
            and frozen.period_number = current_groups.period_number
            and current_groups.mapping = 'current'
    where frozen.mapping = 'frozen'
)

select * from described
