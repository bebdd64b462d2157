{#- Where each performance obligation stands at the end of each accounting period. What was posted and is measured in
    no such row has one of its own, told as its last posting there tells it, so that all postings are here: what is paid
    by use, which has no price to stand at; what its contract had in another currency before, or as an obligation that it
    has no more, with nothing left; and what is taken back of a contract that is left out, of whose price nothing is
    known. Revenue to date is what was posted until then, so that a period that was opened again stands where its postings
    do. -#}
{%- set posted_by = ['performance_obligation_key', 'transaction_currency_code', 'accounting_period'] -%}
{%- set described_by = [
    'system_name',
    'contract_id',
    'contract_version_id',
    'performance_obligation_id',
    'obligation_name',
    'contract_key',
    'client_key',
    'project_key',
    'product_key',
    'entity_code',
    'revenue_stream',
    'revenue_method',
    'functional_currency_code',
] -%}
with

accumulated as (
    select * from {{ ref('int_revenue__accumulated') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

left_out as (
    select distinct
        system_name,
        contract_id
    from {{ ref('int_contract_problems__listed') }}
),

posted as (
    select
        {{ posted_by | join(',\n        ') }},
        sum(revenue_transaction_amount) as revenue_amount,
        sum(case when posting_reason <> 'progress' then revenue_transaction_amount end)
            as catch_up_amount,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount
    from events
    group by {{ posted_by | join(', ') }}
),

period_ends as (
    select
        accumulated.system_name,
        accumulated.contract_id,
        accumulated.contract_version_id,
        accumulated.performance_obligation_id,
        accumulated.applied_method as revenue_method,
        accumulated.currency_code as transaction_currency_code,
        accumulated.allocated_amount,
        accumulated.progress_share,
        periods.period_code as accounting_period,
        {{ surrogate_key([
            'accumulated.system_name',
            'accumulated.contract_id',
            'accumulated.performance_obligation_id',
        ]) }} as performance_obligation_key
    from accumulated
    cross join run
    inner join periods
        on
            accumulated.known_on between periods.period_start_date and periods.period_end_date
            and accumulated.known_on = least(periods.period_end_date, run.as_of_date)
    left join left_out
        on
            accumulated.system_name = left_out.system_name
            and accumulated.contract_id = left_out.contract_id
    where accumulated.measured_on = accumulated.known_on and left_out.contract_id is null
),

measured as (
    select
        {% for column in posted_by %}
            period_ends.{{ column }},
        {% endfor %}
        {% for column in described_by %}
            {{ 'period_ends' if column in [
                'system_name', 'contract_id', 'contract_version_id', 'performance_obligation_id', 'revenue_method',
            ] else 'obligations' }}.{{ column }},
        {% endfor %}
        period_ends.allocated_amount,
        period_ends.progress_share
    from period_ends
    inner join obligations
        on
            period_ends.system_name = obligations.system_name
            and period_ends.contract_version_id = obligations.contract_version_id
            and period_ends.performance_obligation_id = obligations.performance_obligation_id
),

last_postings as (
    select
        {% for column in posted_by + described_by %}
            events.{{ column }},
        {% endfor %}
        left_out.contract_id is not null or events.revenue_method = 'usage' as is_unpriced,
        row_number() over (
            partition by {% for column in posted_by %}events.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
            order by events.known_on desc, events.revenue_event_key desc
        ) as recency
    from events
    left join measured on {{ same_columns('events', 'measured', posted_by) }}
    left join left_out on {{ same_columns('events', 'left_out', ['system_name', 'contract_id']) }}
    where
        events.performance_obligation_key is not null
        and events.accounting_period is not null
        and measured.performance_obligation_key is null
),

obligation_months as (
    select
        {{ (posted_by + described_by) | join(',\n        ') }},
        allocated_amount,
        progress_share
    from measured
    union all
    select
        {{ (posted_by + described_by) | join(',\n        ') }},
        case when not is_unpriced then 0 end as allocated_amount,
        null as progress_share
    from last_postings
    where recency = 1
),

cumulated as (
    select
        {% for column in posted_by + described_by + ['allocated_amount', 'progress_share'] %}
            obligation_months.{{ column }},
        {% endfor %}
        posted.revenue_amount,
        posted.catch_up_amount,
        posted.revenue_functional_amount,
        posted.revenue_reporting_amount,
        sum(coalesce(posted.revenue_amount, 0)) over (
            partition by
                obligation_months.performance_obligation_key, obligation_months.transaction_currency_code
            order by obligation_months.accounting_period
            rows between unbounded preceding and current row
        ) as revenue_to_date_amount
    from obligation_months
    left join posted on {{ same_columns('obligation_months', 'posted', posted_by) }}
),

described as (
    select
        {{ surrogate_key(['performance_obligation_key', 'transaction_currency_code', 'accounting_period']) }}
            as revenue_po_month_key,
        performance_obligation_key,
        accounting_period,
        system_name,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        obligation_name,
        contract_key,
        client_key,
        project_key,
        product_key,
        entity_code,
        revenue_stream,
        revenue_method,
        transaction_currency_code,
        cast(allocated_amount as decimal(18, 2)) as allocated_amount,
        cast(progress_share as decimal(38, 9)) as progress_share,
        cast(coalesce(revenue_amount, 0) as decimal(18, 2)) as revenue_transaction_amount,
        cast(coalesce(catch_up_amount, 0) as decimal(18, 2)) as catch_up_transaction_amount,
        cast(revenue_to_date_amount as decimal(18, 2)) as revenue_to_date_amount,
        cast(allocated_amount - revenue_to_date_amount as decimal(18, 2)) as remaining_amount,
        functional_currency_code,
        {{ posted_sum('revenue_functional_amount', 'revenue_amount') }} as revenue_functional_amount,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ posted_sum('revenue_reporting_amount', 'revenue_amount') }} as revenue_reporting_amount
    from cumulated
)

select * from described
