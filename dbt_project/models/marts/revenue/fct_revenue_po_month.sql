{#- Where each performance obligation stands at the end of each accounting period. What was posted in a currency
    that its contract had before is taken back in that currency: a row of its own, with nothing left. What is paid
    by use has no price to stand at: it has a row where something was posted. Revenue to date is what was posted
    until then, so that a period that was opened again stands where its postings do. -#}
{%- set described_by = [
    'performance_obligation_key',
    'period_code',
    'system_name',
    'contract_id',
    'contract_version_id',
    'performance_obligation_id',
    'applied_method',
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
        performance_obligation_key,
        transaction_currency_code,
        accounting_period,
        sum(revenue_transaction_amount) as revenue_amount,
        sum(case when posting_reason <> 'progress' then revenue_transaction_amount end)
            as catch_up_amount,
        sum(revenue_functional_amount) as revenue_functional_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount
    from events
    group by performance_obligation_key, transaction_currency_code, accounting_period
),

period_ends as (
    select
        accumulated.system_name,
        accumulated.contract_id,
        accumulated.contract_version_id,
        accumulated.performance_obligation_id,
        accumulated.applied_method,
        accumulated.currency_code,
        accumulated.allocated_amount,
        accumulated.progress_share,
        periods.period_code,
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

paid_by_use as (
    select
        system_name,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        recognition_method,
        row_number() over (
            partition by system_name, contract_id, performance_obligation_id
            order by version_number desc, contract_version_id desc
        ) as recency
    from obligations
    where recognition_method = 'usage'
),

used as (
    select
        posted.performance_obligation_key,
        posted.accounting_period as period_code,
        paid_by_use.system_name,
        paid_by_use.contract_id,
        paid_by_use.contract_version_id,
        paid_by_use.performance_obligation_id,
        paid_by_use.recognition_method as applied_method,
        posted.transaction_currency_code as currency_code
    from posted
    inner join paid_by_use
        on
            posted.performance_obligation_key = {{ surrogate_key([
                'paid_by_use.system_name',
                'paid_by_use.contract_id',
                'paid_by_use.performance_obligation_id',
            ]) }}
            and paid_by_use.recency = 1
    where posted.accounting_period is not null
),

in_each_currency as (
    select
        {{ described_by | join(',\n        ') }},
        currency_code,
        allocated_amount,
        progress_share
    from period_ends
    union all
    select
        {% for column in described_by %}
            period_ends.{{ column }},
        {% endfor %}
        posted.transaction_currency_code as currency_code,
        0 as allocated_amount,
        null as progress_share
    from period_ends
    inner join posted
        on
            period_ends.performance_obligation_key = posted.performance_obligation_key
            and period_ends.period_code = posted.accounting_period
            and period_ends.currency_code <> posted.transaction_currency_code
    union all
    select
        {{ described_by | join(',\n        ') }},
        currency_code,
        null as allocated_amount,
        null as progress_share
    from used
),

cumulated as (
    select
        {% for column in described_by %}
            in_each_currency.{{ column }},
        {% endfor %}
        in_each_currency.currency_code,
        in_each_currency.allocated_amount,
        in_each_currency.progress_share,
        posted.revenue_amount,
        posted.catch_up_amount,
        posted.revenue_functional_amount,
        posted.revenue_reporting_amount,
        sum(coalesce(posted.revenue_amount, 0)) over (
            partition by in_each_currency.performance_obligation_key, in_each_currency.currency_code
            order by in_each_currency.period_code
            rows between unbounded preceding and current row
        ) as revenue_to_date_amount
    from in_each_currency
    left join posted
        on
            in_each_currency.performance_obligation_key = posted.performance_obligation_key
            and in_each_currency.currency_code = posted.transaction_currency_code
            and in_each_currency.period_code = posted.accounting_period
),

described as (
    select
        {{ surrogate_key([
            'cumulated.performance_obligation_key',
            'cumulated.currency_code',
            'cumulated.period_code',
        ]) }} as revenue_po_month_key,
        cumulated.performance_obligation_key,
        cumulated.period_code as accounting_period,
        cumulated.system_name,
        cumulated.contract_id,
        cumulated.contract_version_id,
        cumulated.performance_obligation_id,
        obligations.obligation_name,
        obligations.contract_key,
        obligations.client_key,
        obligations.project_key,
        obligations.product_key,
        obligations.entity_code,
        obligations.revenue_stream,
        cumulated.applied_method as revenue_method,
        cumulated.currency_code as transaction_currency_code,
        cast(cumulated.allocated_amount as decimal(18, 2)) as allocated_amount,
        cast(cumulated.progress_share as decimal(38, 9)) as progress_share,
        cast(coalesce(cumulated.revenue_amount, 0) as decimal(18, 2)) as revenue_transaction_amount,
        cast(coalesce(cumulated.catch_up_amount, 0) as decimal(18, 2)) as catch_up_transaction_amount,
        cast(cumulated.revenue_to_date_amount as decimal(18, 2)) as revenue_to_date_amount,
        cast(cumulated.allocated_amount - cumulated.revenue_to_date_amount as decimal(18, 2))
            as remaining_amount,
        obligations.functional_currency_code,
        {{ posted_sum('cumulated.revenue_functional_amount', 'cumulated.revenue_amount') }}
            as revenue_functional_amount,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ posted_sum('cumulated.revenue_reporting_amount', 'cumulated.revenue_amount') }}
            as revenue_reporting_amount
    from cumulated
    inner join obligations
        on
            cumulated.system_name = obligations.system_name
            and cumulated.contract_version_id = obligations.contract_version_id
            and cumulated.performance_obligation_id = obligations.performance_obligation_id
)

select * from described
