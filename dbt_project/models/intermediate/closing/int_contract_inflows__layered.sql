{#- What came in ahead of revenue, contract by contract and in each of its currencies, in layers that are used
    up first in, first out: each invoice, and revenue that was taken back. A layer lies from `from_amount` to
    `until_amount` of all that came in, the contract's currency, and has what it was booked at. -#}
with

billings as (
    select * from {{ ref('fct_billing_event') }}
    where contract_key is not null and billed_contract_amount is not null
),

moved as (
    select * from {{ ref('int_contract_balances__moved') }}
),

invoiced as (
    select
        billings.contract_key,
        billings.contract_currency_code,
        billings.accounting_period as period_code,
        concat(billings.system_name, ':', billings.invoice_id) as layer_id,
        min(billings.service_date) as layer_date,
        {{ posted_amount('sum(billings.billed_contract_amount)') }} as amount,
    {% for books in ['functional', 'reporting'] %}
        min(billings.{{ books }}_currency_code) as {{ books }}_currency_code,
        case
            when
                count(*) = count(billings.billed_{{ books }}_amount)
                and min(billings.{{ books }}_currency_code) = max(billings.{{ books }}_currency_code)
                then sum({{ posted_amount('billings.billed_' ~ books ~ '_amount') }})
        end as {{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from billings
    group by
        billings.contract_key,
        billings.contract_currency_code,
        billings.accounting_period,
        billings.system_name,
        billings.invoice_id
),

layers as (
    select
        moved.contract_key,
        moved.transaction_currency_code,
        moved.period_code,
        moved.period_start_date,
        invoiced.layer_id,
        coalesce(invoiced.layer_date, moved.period_start_date) as layer_date,
        invoiced.amount,
    {% for books in ['functional', 'reporting'] %}
        case
            when moved.{{ books }}_currency_code = moved.transaction_currency_code then invoiced.amount
            when moved.{{ books }}_currency_code = invoiced.{{ books }}_currency_code
                then invoiced.{{ books }}_amount
        end as {{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from moved
    inner join invoiced
        on
            moved.contract_key = invoiced.contract_key
            and moved.transaction_currency_code = invoiced.contract_currency_code
            and moved.period_code = invoiced.period_code
    where invoiced.amount > 0
    union all
    select
        contract_key,
        transaction_currency_code,
        period_code,
        period_start_date,
        'revenue' as layer_id,
        cast('9999-12-31' as date) as layer_date,
        -revenue_amount as amount,
        -revenue_functional_amount as functional_amount,
        -revenue_reporting_amount as reporting_amount
    from moved
    where revenue_amount < 0
),

stacked as (
    select
        contract_key,
        transaction_currency_code,
        period_code,
        period_start_date,
        layer_id,
        cast(amount as decimal(18, 2)) as amount,
        cast(functional_amount as decimal(18, 2)) as functional_amount,
        cast(reporting_amount as decimal(18, 2)) as reporting_amount,
        cast(-amount + sum(amount) over in_order as decimal(18, 2)) as from_amount,
        cast(sum(amount) over in_order as decimal(18, 2)) as until_amount
    from layers
    window in_order as (
        partition by contract_key, transaction_currency_code
        order by period_start_date, layer_date, layer_id
        rows between unbounded preceding and current row
    )
)

select * from stacked
