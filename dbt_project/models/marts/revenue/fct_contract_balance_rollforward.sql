{#- What each contract earned more, or less, than it was invoiced, netted for the whole contract (IFRS
    15.105) in each currency that it had, from each period's opening to its closing. Time and use that may be invoiced as they are are a
    receivable that is not billed yet (IFRS 15.108); anything else that is earned and not billed is a
    contract asset. What opening liabilities became revenue is IFRS 15.116(b), what changed without
    work 116(c). In the currencies of the books the effect of exchange rates is a line of its own, so
    that each foots: closing = opening + revenue - billed + effect (decision 20). -#}
{%- set sides = ['unbilled_receivable', 'contract_asset', 'contract_liability'] -%}
with

moved as (
    select * from {{ ref('int_contract_balances__moved') }}
),

valued as (
    select * from {{ ref('int_contract_balances__valued') }}
),

described as (
    select
        {{ surrogate_key(['moved.contract_key', 'moved.transaction_currency_code', 'moved.period_code']) }} as contract_balance_key,
        moved.contract_key,
        moved.client_key,
        moved.entity_code,
        moved.period_code as accounting_period,
        moved.transaction_currency_code,
        moved.opening_position_amount,
        moved.revenue_amount as revenue_transaction_amount,
        moved.billed_amount as billed_transaction_amount,
        moved.closing_position_amount,
        moved.catch_up_amount as revenue_without_work_amount,
        cast(
            greatest(least(moved.revenue_amount, -moved.opening_position_amount), 0) as decimal(18, 2)
        ) as revenue_from_opening_liability_amount,
        {% for side in sides %}
            cast(valued.opening_{{ side }}_amount as decimal(18, 2)) as opening_{{ side }}_amount,
        {% endfor %}
        cast(
            case when moved.is_paid_by_time then greatest(moved.closing_position_amount, 0) else 0 end
            as decimal(18, 2)
        ) as closing_unbilled_receivable_amount,
        cast(
            case when moved.is_paid_by_time then 0 else greatest(moved.closing_position_amount, 0) end
            as decimal(18, 2)
        ) as closing_contract_asset_amount,
        cast(greatest(-moved.closing_position_amount, 0) as decimal(18, 2))
            as closing_contract_liability_amount,
        moved.revenue_to_date_amount,
        moved.billed_to_date_amount,
        moved.remaining_amount,
        moved.unconverted_lines,
        'closing' as fx_rate_type,
    {% for books in ['functional', 'reporting'] %}
        moved.{{ books }}_currency_code,
        cast(valued.{{ books }}_fx_rate as decimal(18, 9)) as {{ books }}_fx_rate,
        valued.{{ books }}_fx_rate_date,
        cast(valued.opening_position_{{ books }}_amount as decimal(18, 2))
            as opening_position_{{ books }}_amount,
        moved.revenue_{{ books }}_amount,
        moved.billed_{{ books }}_amount,
        cast(
            valued.closing_position_{{ books }}_amount
            - valued.opening_position_{{ books }}_amount
            - moved.revenue_{{ books }}_amount
            + moved.billed_{{ books }}_amount
            as decimal(18, 2)
        ) as fx_effect_{{ books }}_amount,
        cast(valued.closing_position_{{ books }}_amount as decimal(18, 2))
            as closing_position_{{ books }}_amount,
    {% for moment in ['opening', 'closing'] %}
    {% for side in sides %}
        cast(valued.{{ moment }}_{{ side }}_{{ books }}_amount as decimal(18, 2))
            as {{ moment }}_{{ side }}_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
        {{- ',' if not loop.last }}
    {% endfor %}
        {{- ',' if not loop.last }}
    {% endfor %}
    from moved
    inner join valued
        on
            moved.contract_key = valued.contract_key
            and moved.transaction_currency_code = valued.transaction_currency_code
            and moved.period_code = valued.period_code
)

select * from described
