{#- What each contract with performance obligations was invoiced in each accounting period, without tax,
    in its own currency, as it is posted. -#}
with

billings as (
    select * from {{ ref('fct_billing_event') }}
    where contract_key is not null
),

summed as (
    select
        contract_key,
        accounting_period as period_code,
        contract_currency_code as currency_code,
        {{ posted_amount('sum(billed_contract_amount)') }} as billed_amount,
        cast(sum(unconverted_lines) as bigint) as unconverted_lines
    from billings
    group by contract_key, accounting_period, contract_currency_code
)

select * from summed
