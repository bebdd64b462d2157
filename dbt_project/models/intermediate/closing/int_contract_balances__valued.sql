{#- What each contract's balance is in each of its currencies, and what it is worth in the currencies of its
    books, at the end of each accounting period. What the client owes is monetary: it stands at the period's closing
    rate (IAS 21.23(a), ASC 830-20-35-1). What is owed to the client is not (21.23(b)): it stands at the rates at which
    it came in, first in, first out. It opens at what the period before closed with, as it was booked where the
    books hold that (decision 20). -#}
{%- set sides = ['unbilled_receivable', 'contract_asset', 'contract_liability'] -%}
{%- set ends = ['_amount', '_functional_amount', '_reporting_amount'] -%}
with

moved as (
    select * from {{ ref('int_contract_balances__moved') }}
),

layers as (
    select * from {{ ref('int_contract_inflows__layered') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_balances') }}
),

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
    where table_name = 'fct_contract_balance_rollforward'
),

locks as (
    select
        entity_code,
        period_code,
        max(closed_at) as closed_at
    from {{ ref('int_period_locks__dated') }}
    where lock in ('billing', 'revenue')
    group by entity_code, period_code
    having min(case when is_closed then 1 else 0 end) = 1
),

settled as (
    select
        locks.entity_code,
        locks.period_code
    from locks
    inner join pages
        on
            locks.entity_code = pages.entity_code
            and locks.period_code = pages.accounting_period
            and coalesce(locks.closed_at, cast('1900-01-01' as timestamp))
            = coalesce(pages.closed_at, cast('1900-01-01' as timestamp))
),

inflows as (
    select
        contract_key,
        transaction_currency_code,
        period_code,
        sum(amount) as amount
    from layers
    group by contract_key, transaction_currency_code, period_code
),

owed as (
    select
        moved.*,
        case when moved.is_paid_by_time then greatest(moved.closing_position_amount, 0) else 0 end
            as unbilled_receivable_amount,
        case when moved.is_paid_by_time then 0 else greatest(moved.closing_position_amount, 0) end
            as contract_asset_amount,
        greatest(-moved.closing_position_amount, 0) as contract_liability_amount,
        sum(coalesce(inflows.amount, 0)) over (
            partition by moved.contract_key, moved.transaction_currency_code
            order by moved.period_start_date
        ) as inflow_to_date_amount
    from moved
    left join inflows
        on
            moved.contract_key = inflows.contract_key
            and moved.transaction_currency_code = inflows.transaction_currency_code
            and moved.period_code = inflows.period_code
),

parts as (
    select
        owed.contract_key,
        owed.transaction_currency_code,
        owed.period_code,
        layers.layer_id,
        layers.amount,
        layers.functional_amount,
        layers.reporting_amount,
        layers.until_amount
        - greatest(layers.from_amount, owed.inflow_to_date_amount - owed.contract_liability_amount)
            as amount_left
    from owed
    inner join layers
        on
            owed.contract_key = layers.contract_key
            and owed.transaction_currency_code = layers.transaction_currency_code
            and owed.period_start_date >= layers.period_start_date
            and owed.inflow_to_date_amount - owed.contract_liability_amount < layers.until_amount
    where owed.contract_liability_amount > 0
),

layers_left as (
    select
        contract_key,
        transaction_currency_code,
        period_code,
    {% for books in ['functional', 'reporting'] %}
        case
            when count(*) = count({{ books }}_amount)
                then sum({{ posted_share(books ~ '_amount', 'amount_left', 'amount') }})
        end as {{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from parts
    group by contract_key, transaction_currency_code, period_code
),

closing as (
    select
        owed.contract_key,
        owed.transaction_currency_code,
        owed.entity_code,
        owed.period_code,
        owed.period_start_date,
        {% for side in sides %}
            cast(owed.{{ side }}_amount as decimal(18, 2)) as {{ side }}_amount,
        {% endfor %}
    {% for books in ['functional', 'reporting'] %}
        {% for side in sides[:2] %}
            {{ posted_amount(in_currency(
                'owed.' ~ side ~ '_amount',
                'owed.transaction_currency_code',
                'owed.' ~ books ~ '_currency_code',
                'to_' ~ books,
            )) }} as {{ side }}_{{ books }}_amount,
        {% endfor %}
        cast(
            case
                when owed.contract_liability_amount = 0 then 0
                when owed.transaction_currency_code = owed.{{ books }}_currency_code
                    then owed.contract_liability_amount
                else layers_left.{{ books }}_amount
            end as decimal(18, 2)
        ) as contract_liability_{{ books }}_amount,
        {{ rate_used('owed.transaction_currency_code', 'owed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
            as {{ books }}_fx_rate,
        {{ rate_date_used('owed.transaction_currency_code', 'owed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
            as {{ books }}_fx_rate_date{{ ',' if not loop.last }}
    {% endfor %}
    from owed
    left join layers_left
        on
            owed.contract_key = layers_left.contract_key
            and owed.transaction_currency_code = layers_left.transaction_currency_code
            and owed.period_code = layers_left.period_code
    {% for books in ['functional', 'reporting'] %}
        {{ join_closing_rate(
            'to_' ~ books,
            'owed.transaction_currency_code',
            'owed.' ~ books ~ '_currency_code',
            'owed.period_code',
        ) }}
    {% endfor %}
),

held as (
    select
        closing.contract_key,
        closing.transaction_currency_code,
        closing.period_code,
        closing.period_start_date,
        {% for end in ends %}
            {% for side in sides %}
                case
                    when settled.period_code is null then closing.{{ side }}{{ end }}
                    else coalesce(booked.closing_{{ side }}{{ end }}, closing.{{ side }}{{ end }})
                end as {{ side }}{{ end }},
            {% endfor %}
        {% endfor %}
        settled.period_code is not null as is_settled
    from closing
    left join settled
        on
            closing.entity_code = settled.entity_code
            and closing.period_code = settled.period_code
    left join booked
        on
            closing.contract_key = booked.contract_key
            and closing.transaction_currency_code = booked.transaction_currency_code
            and closing.period_code = booked.accounting_period
),

openings as (
    select
        contract_key,
        transaction_currency_code,
        period_code,
        {% for end in ends %}
            {% for side in sides %}
                lag({{ side }}{{ end }}, 1, cast(0 as decimal(18, 2))) over in_order as {{ side }}{{ end }},
            {% endfor %}
        {% endfor %}
        is_settled
    from held
    window in_order as (partition by contract_key, transaction_currency_code order by period_start_date)
),

valued as (
    select
        closing.contract_key,
        closing.transaction_currency_code,
        closing.period_code,
        {% for side in sides %}
            openings.{{ side }}_amount as opening_{{ side }}_amount,
        {% endfor %}
        {% for books in ['functional', 'reporting'] %}
            closing.{{ books }}_fx_rate,
            closing.{{ books }}_fx_rate_date,
            {% for moment, relation in [('opening', 'openings'), ('closing', 'closing')] %}
                {% for side in sides %}
                    {{ relation }}.{{ side }}_{{ books }}_amount as {{ moment }}_{{ side }}_{{ books }}_amount,
                {% endfor %}
                {{ relation }}.unbilled_receivable_{{ books }}_amount
                + {{ relation }}.contract_asset_{{ books }}_amount
                - {{ relation }}.contract_liability_{{ books }}_amount
                    as {{ moment }}_position_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        openings.is_settled
    from closing
    inner join openings
        on
            closing.contract_key = openings.contract_key
            and closing.transaction_currency_code = openings.transaction_currency_code
            and closing.period_code = openings.period_code
)

select * from valued
