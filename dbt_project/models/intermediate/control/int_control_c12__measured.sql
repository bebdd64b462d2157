{#- C12: the bridge of annual recurring revenue foots, opens with what the period before closed with, and
    ends with what the lines in force come to, read from the list of lines a second time; putting products
    under other families moves nothing in or out, nor does telling movements by the groups of today.
    Closed periods keep the lines they were published with, so only the others are compared with lines. -#}
{%- set added = ['new', 'reactivation', 'expansion'] -%}
{%- set ends = {
    '': '_arr_reporting_amount', '_by_current_parent': '_arr_by_current_parent_reporting_amount'
} -%}
{%- set taken = ['contraction', 'churn'] -%}
with

bridge as (
    select * from {{ ref('fct_arr_bridge_month') }}
),

customers as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

lines as (
    select * from {{ ref('int_subscription_lines__dated') }}
    where is_current
),

periods as (
    select * from {{ ref('int_period_ends__listed') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

recurring as (
    select * from {{ ref('int_mrr__summed') }}
    where is_settled
),

settled as (
    select distinct
        entity_code,
        period_code
    from recurring
),

moved as (
    select
        {% for suffix, end in ends.items() %}
            {{ added | join(end ~ ' + ') ~ end }} - {{ taken | join(end ~ ' - ') ~ end }}
                as moved{{ suffix }}_amount,
        {% endfor %}
        *
    from bridge
),

chained as (
    select
        moved.*,
        coalesce(
            lag(arr_reporting_amount) over (
                partition by entity_code, product_family
                order by accounting_period
            ), 0
        ) as arr_before
    from moved
),

listed as (
    select
        lines.entity_code,
        periods.period_code,
        lines.currency_code,
        case
            when lines.currency_code = {{ reporting_currency() }}
                then {{ exact_quotient('cast(lines.line_amount as decimal(20, 6)) * 12', 'lines.billing_months') }}
            else {{ converted_amount(
                exact_quotient('cast(lines.line_amount as decimal(20, 6)) * 12', 'lines.billing_months'),
                'to_reporting.fx_rate',
            ) }}
        end as arr_amount
    from lines
    inner join periods on lines.start_date <= periods.as_of_date
    left join settled
        on
            lines.entity_code = settled.entity_code
            and periods.period_code = settled.period_code
    {{ join_closing_rate('to_reporting', 'lines.currency_code', reporting_currency(), 'periods.period_code') }}
    where
        settled.period_code is null
        and (lines.end_date is null or lines.end_date > periods.as_of_date)
),

listed_sums as (
    select
        entity_code,
        period_code,
        sum(coalesce(arr_amount, 0)) as arr_amount
    from listed
    group by entity_code, period_code
),

bridge_sums as (
    select
        bridge.entity_code,
        bridge.accounting_period,
        sum(bridge.arr_reporting_amount) as arr_amount
    from bridge
    left join settled
        on
            bridge.entity_code = settled.entity_code
            and bridge.accounting_period = settled.period_code
    where settled.period_code is null
    group by bridge.entity_code, bridge.accounting_period
),

rounded as (
    select
        entity_code,
        accounting_period,
        count(*) as posted_rows
    from customers
    group by entity_code, accounting_period
),

compared as (
    select
        'opening + movements + fx + reorg = closing' as check_name,
        entity_code,
        accounting_period,
        coalesce(product_family, 'no family') as subject,
        opening_arr_reporting_amount + moved_amount + fx_arr_reporting_amount + reorg_arr_reporting_amount
            as a_value,
        arr_reporting_amount as b_value,
        0 as tolerance
    from chained
    union all
    select
        'opening = closing of the period before' as check_name,
        entity_code,
        accounting_period,
        coalesce(product_family, 'no family') as subject,
        opening_arr_reporting_amount as a_value,
        arr_before as b_value,
        0 as tolerance
    from chained
    union all
    select
        'movements by the groups of then = by those of today' as check_name,
        entity_code,
        accounting_period,
        coalesce(product_family, 'no family') as subject,
        moved_amount as a_value,
        moved_by_current_parent_amount as b_value,
        0 as tolerance
    from chained
    union all
    select
        'reorganised families = 0' as check_name,
        entity_code,
        accounting_period,
        coalesce(entity_code, 'no entity') as subject,
        sum(reorg_arr_reporting_amount) as a_value,
        0 as b_value,
        0 as tolerance
    from chained
    group by entity_code, accounting_period
    union all
    select
        'closing = subscription lines in force' as check_name,
        coalesce(bridge_sums.entity_code, listed_sums.entity_code) as entity_code,
        coalesce(bridge_sums.accounting_period, listed_sums.period_code) as accounting_period,
        coalesce(bridge_sums.entity_code, listed_sums.entity_code, 'no entity') as subject,
        coalesce(bridge_sums.arr_amount, 0) as a_value,
        coalesce(listed_sums.arr_amount, 0) as b_value,
        0.01 * coalesce(rounded.posted_rows, 0) as tolerance
    from bridge_sums
    full outer join listed_sums
        on
            coalesce(bridge_sums.entity_code, '~') = coalesce(listed_sums.entity_code, '~')
            and bridge_sums.accounting_period = listed_sums.period_code
    left join rounded
        on
            coalesce(bridge_sums.entity_code, listed_sums.entity_code, '~')
            = coalesce(rounded.entity_code, '~')
            and coalesce(bridge_sums.accounting_period, listed_sums.period_code)
            = rounded.accounting_period
),

measured as (
    select
        'C12' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(tolerance as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
