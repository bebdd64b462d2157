{#- How functions hand work on to each other: how long it takes and how much of it comes back. The median and
    the 90th percentile are nearest ranks: the least number of days that half, or nine tenths, of what arrived
    did not exceed. -#}
{%- set counts = ['arrived_items', 'late_items', 'judged_items', 'first_pass_items', 'disputed_items'] -%}
with

counted as (
    select * from {{ ref('int_hand_offs__counted') }}
),

judged as (
    select * from {{ ref('int_hand_offs__judged') }}
),

hand_offs as (
    select * from {{ ref('hand_offs') }}
),

milestones as (
    select * from {{ ref('fct_milestone_status') }}
    where invoice_date is not null and accepted_date is not null
),

project_costs as (
    select * from {{ ref('int_costs__grouped') }}
    where source_table = 'time_entries'
),

adjustments as (
    select * from {{ ref('ctl_prior_period_adjustment') }}
),

reconciliations as (
    select * from {{ ref('ctl_reconciliation') }}
    where control_id = 'C05'
),

revenue as (
    select * from {{ ref('fct_revenue_month') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

invoiced_milestones as (
    select
        milestone_key,
        entity_code,
        min(accepted_date) as accepted_date,
        min(invoice_date) as invoice_date
    from milestones
    group by milestone_key, entity_code
),

entity_counts as (
    select
        hand_off,
        entity_code,
        period_code,
        days,
        items
    from counted
    union all
    select
        'milestone_invoiced' as hand_off,
        invoiced_milestones.entity_code,
        periods.period_code,
        {{ days_between('invoiced_milestones.accepted_date', 'invoiced_milestones.invoice_date') }} as days,
        1 as items
    from invoiced_milestones
    inner join periods
        on invoiced_milestones.invoice_date between periods.period_start_date and periods.period_end_date
),

day_counts as (
    select
        hand_off,
        false as is_group,
        entity_code,
        period_code,
        days,
        sum(items) as items
    from entity_counts
    group by hand_off, entity_code, period_code, days
    union all
    select
        hand_off,
        true as is_group,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        period_code,
        days,
        sum(items) as items
    from entity_counts
    group by hand_off, period_code, days
),

ranked as (
    select
        *,
        sum(items) over (
            partition by hand_off, is_group, entity_code, period_code order by days
        ) as items_until,
        sum(items) over (partition by hand_off, is_group, entity_code, period_code) as all_items
    from day_counts
),

timed as (
    select
        ranked.hand_off,
        ranked.is_group,
        ranked.entity_code,
        ranked.period_code as accounting_period,
        sum(ranked.items) as arrived_items,
        min(case when ranked.items_until * 2 >= ranked.all_items then ranked.days end) as median_days,
        min(case when ranked.items_until * 10 >= ranked.all_items * 9 then ranked.days end) as p90_days,
        sum(case when ranked.days > hand_offs.allowed_days then ranked.items else 0 end) as late_items
    from ranked
    inner join hand_offs on ranked.hand_off = hand_offs.hand_off
    group by ranked.hand_off, ranked.is_group, ranked.entity_code, ranked.period_code
),

posted as (
    select
        entity_code,
        accounting_period,
        sum(posting_count - adjustment_count) as posted_entries
    from project_costs
    group by entity_code, accounting_period
    having sum(posting_count - adjustment_count) > 0
),

adjusted as (
    select
        entity_code,
        accounting_period,
        sum(posting_count) as adjustments,
        sum(abs(adjustment_reporting_amount)) as adjustment_absolute_amount
    from adjustments
    group by entity_code, accounting_period
),

reconciled as (
    select
        entity_code,
        accounting_period,
        sum(abs(unexplained)) as unexplained_amount
    from reconciliations
    group by entity_code, accounting_period
),

recognised as (
    select
        entity_code,
        accounting_period,
        sum(revenue_functional_amount) as revenue_amount
    from revenue
    group by entity_code, accounting_period
),

posted_or_adjusted as (
    select
        entity_code,
        accounting_period
    from posted
    union
    select
        entity_code,
        accounting_period
    from adjusted
),

booked as (
    select
        posted_or_adjusted.entity_code,
        posted_or_adjusted.accounting_period,
        coalesce(posted.posted_entries, 0) as posted_entries,
        coalesce(adjusted.adjustments, 0) as adjustments,
        coalesce(adjusted.adjustment_absolute_amount, 0) as adjustment_absolute_amount,
        {{ exact_quotient('reconciled.unexplained_amount', 'recognised.revenue_amount') }}
            as unexplained_share
    from posted_or_adjusted
    left join posted on {{ same('posted_or_adjusted', 'posted', ['entity_code', 'accounting_period']) }}
    left join adjusted on {{ same('posted_or_adjusted', 'adjusted', ['entity_code', 'accounting_period']) }}
    left join reconciled on {{ same('posted_or_adjusted', 'reconciled', ['entity_code', 'accounting_period']) }}
    left join recognised on {{ same('posted_or_adjusted', 'recognised', ['entity_code', 'accounting_period']) }}
),

books as (
    select
        'recorded_posted' as hand_off,
        false as is_group,
        entity_code,
        accounting_period,
        posted_entries,
        adjustments,
        adjustment_absolute_amount,
        unexplained_share
    from booked
    union all
    select
        'recorded_posted' as hand_off,
        true as is_group,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        accounting_period,
        sum(posted_entries) as posted_entries,
        sum(adjustments) as adjustments,
        sum(adjustment_absolute_amount) as adjustment_absolute_amount,
        cast(null as decimal(28, 6)) as unexplained_share
    from booked
    group by accounting_period
),

judgements as (
    select
        hand_off,
        false as is_group,
        entity_code,
        period_code as accounting_period,
        judged_items,
        first_pass_items,
        disputed_items
    from judged
    union all
    select
        hand_off,
        true as is_group,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        period_code as accounting_period,
        sum(judged_items) as judged_items,
        sum(first_pass_items) as first_pass_items,
        sum(disputed_items) as disputed_items
    from judged
    group by hand_off, period_code
),

spine as (
    {% for relation in ['timed', 'judgements', 'books'] %}
        select
            hand_off,
            is_group,
            entity_code,
            accounting_period
        from {{ relation }}
        {{ 'union' if not loop.last }}
    {% endfor %}
),

described as (
    select
        {{ surrogate_key(['spine.hand_off', 'spine.is_group', 'spine.entity_code', 'spine.accounting_period']) }}
            as balance_partnership_key,
        spine.hand_off,
        hand_offs.from_function,
        hand_offs.to_function,
        spine.is_group,
        spine.entity_code,
        spine.accounting_period,
        {% for count in counts %}
            cast({{ 'timed' if count in ['arrived_items', 'late_items'] else 'judgements' }}.{{ count }} as bigint)
                as {{ count }},
        {% endfor %}
        timed.median_days,
        timed.p90_days,
        cast(hand_offs.allowed_days as integer) as allowed_days,
        cast({{ exact_quotient('timed.late_items', 'timed.arrived_items') }} as decimal(18, 6)) as late_share,
        cast({{ exact_quotient('judgements.first_pass_items', 'judgements.judged_items') }} as decimal(18, 6))
            as first_pass_yield,
        cast({{ exact_quotient('judgements.disputed_items', 'judgements.judged_items') }} as decimal(18, 6))
            as dispute_rate,
        cast(books.posted_entries as bigint) as posted_entries,
        cast(books.adjustments as bigint) as prior_period_adjustments,
        cast({{ exact_quotient('books.adjustments * 1000', 'books.posted_entries') }} as decimal(18, 6))
            as adjustments_per_1000_entries,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(books.adjustment_absolute_amount as decimal(18, 2)) as adjustments_absolute_reporting_amount,
        cast(
            {{ exact_quotient('books.adjustment_absolute_amount * 1000', 'books.posted_entries', 2) }}
            as decimal(18, 2)
        ) as adjustments_per_1000_entries_reporting_amount,
        cast(books.unexplained_share as decimal(18, 6)) as unexplained_difference_share
    from spine
    inner join hand_offs on spine.hand_off = hand_offs.hand_off
    left join timed
        on spine.is_group = timed.is_group and {{ same('spine', 'timed', ['hand_off', 'entity_code', 'accounting_period']) }}
    left join judgements
        on
            spine.is_group = judgements.is_group
            and {{ same('spine', 'judgements', ['hand_off', 'entity_code', 'accounting_period']) }}
    left join books
        on spine.is_group = books.is_group and {{ same('spine', 'books', ['hand_off', 'entity_code', 'accounting_period']) }}
)

select * from described
