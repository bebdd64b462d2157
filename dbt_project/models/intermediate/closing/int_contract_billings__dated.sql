{#- What each contract with performance obligations was invoiced in each accounting period, without tax,
    in its own currency and in those of its books, as it is posted: line by line in the latter, as
    ledgers do. What is not known in one currency is null there. -#}
with

billings as (
    select * from {{ ref('fct_billing_event') }}
    where contract_key is not null
),

posted as (
    select
        billings.contract_key,
        billings.accounting_period,
        billings.contract_currency_code,
        billings.billed_contract_amount,
        billings.unconverted_lines,
    {% for books in ['functional', 'reporting'] %}
        billings.{{ books }}_currency_code,
        case
            when billings.billed_contract_amount is not null
                then {{ posted_amount('billings.billed_' ~ books ~ '_amount') }}
        end as billed_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from billings
),

summed as (
    select
        contract_key,
        accounting_period as period_code,
        contract_currency_code as currency_code,
        {{ posted_amount('sum(billed_contract_amount)') }} as billed_amount,
        {% for books in ['functional', 'reporting'] %}
            min({{ books }}_currency_code) as {{ books }}_currency_code,
            cast(
                case
                    when
                        min({{ books }}_currency_code) = max({{ books }}_currency_code)
                        and count(billed_contract_amount) = count(billed_{{ books }}_amount)
                        then sum(billed_{{ books }}_amount)
                end as decimal(18, 2)
            ) as billed_{{ books }}_amount,
        {% endfor %}
        cast(sum(unconverted_lines) as bigint) as unconverted_lines
    from posted
    group by contract_key, accounting_period, contract_currency_code
)

select * from summed
