{#- C07: the roll-forward of contract balances foots with what was posted and billed, in the currencies of
    the books with the effect of exchange rates too, opens where it closed, and closes with what is aged
    as unbilled; within one currency there is no such effect, and in another what clients owe is worth what
    the closing rate makes it, where the books do not hold it yet. Loss provisions and capitalised contract cost foot
    and open where they closed. -#}
{%- set sides = ['unbilled_receivable', 'contract_asset', 'contract_liability'] -%}
{%- set ends = ['_amount', '_functional_amount', '_reporting_amount'] -%}
with

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where contract_key is not null and performance_obligation_key is not null
),

billings as (
    select * from {{ ref('int_contract_billings__dated') }}
),

wip as (
    select * from {{ ref('fct_wip_aging') }}
),

provisions as (
    select * from {{ ref('fct_loss_provision') }}
),

cost_assets as (
    select * from {{ ref('fct_contract_cost_asset') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

settled as (
    select
        entity_code,
        period_code
    from {{ ref('int_period_locks__dated') }}
    where lock in ('billing', 'revenue')
    group by entity_code, period_code
    having min(case when is_settled then 1 else 0 end) = 1
),

moved as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        {{ posted_amount('sum(revenue_transaction_amount)') }} as amount,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_amount('sum(revenue_' ~ books ~ '_amount)') }} as {{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from events
    group by contract_key, transaction_currency_code, accounting_period
    union all
    select
        contract_key,
        currency_code as transaction_currency_code,
        period_code as accounting_period,
        -billed_amount as amount,
        -billed_functional_amount as functional_amount,
        -billed_reporting_amount as reporting_amount
    from billings
),

moved_in_period as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        sum(amount) as amount,
        sum(functional_amount) as functional_amount,
        sum(reporting_amount) as reporting_amount
    from moved
    group by contract_key, transaction_currency_code, accounting_period
),

aged as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        sum(unbilled_transaction_amount) as amount
    from wip
    group by contract_key, transaction_currency_code, accounting_period
),

neighbours as (
    select
        balances.*,
        lag(balances.closing_position_amount, 1, cast(0 as decimal(18, 2))) over (
            partition by balances.contract_key, balances.transaction_currency_code
            order by balances.accounting_period
        ) as closing_before_amount,
        {% for side in sides %}
            {% for end in ends %}
                lag(balances.closing_{{ side }}{{ end }}, 1, cast(0 as decimal(18, 2))) over (
                    partition by balances.contract_key, balances.transaction_currency_code
                    order by balances.accounting_period
                ) as closing_{{ side }}_before{{ end }},
            {% endfor %}
        {% endfor %}
        settled.period_code is not null as is_settled,
        coalesce(moved_in_period.amount, 0) as moved_amount,
        {% for books in ['functional', 'reporting'] %}
            lag(balances.closing_position_{{ books }}_amount, 1, cast(0 as decimal(18, 2))) over (
                partition by balances.contract_key, balances.transaction_currency_code
                order by balances.accounting_period
            ) as closing_before_{{ books }}_amount,
            coalesce(moved_in_period.{{ books }}_amount, 0) as moved_{{ books }}_amount,
        {% endfor %}
        balances.closing_unbilled_receivable_amount + balances.closing_contract_asset_amount
            as unbilled_amount,
        coalesce(aged.amount, 0) as aged_amount
    from balances
    left join moved_in_period
        on
            balances.contract_key = moved_in_period.contract_key
            and balances.transaction_currency_code = moved_in_period.transaction_currency_code
            and balances.accounting_period = moved_in_period.accounting_period
    left join aged
        on
            balances.contract_key = aged.contract_key
            and balances.transaction_currency_code = aged.transaction_currency_code
            and balances.accounting_period = aged.accounting_period
    left join settled
        on
            balances.entity_code = settled.entity_code
            and balances.accounting_period = settled.period_code
),

at_closing_rates as (
    select
        balances.entity_code,
        balances.accounting_period,
    {% for books in ['functional', 'reporting'] %}
        balances.{{ books }}_currency_code,
        balances.closing_unbilled_receivable_{{ books }}_amount
        + balances.closing_contract_asset_{{ books }}_amount as owed_{{ books }}_amount,
        case
            when balances.transaction_currency_code <> balances.{{ books }}_currency_code
                then
                    {{ posted_amount(converted_amount(
                        'balances.closing_unbilled_receivable_amount', 'to_' ~ books ~ '.fx_rate'
                    )) }}
                    + {{ posted_amount(converted_amount(
                        'balances.closing_contract_asset_amount', 'to_' ~ books ~ '.fx_rate'
                    )) }}
        end as converted_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from balances
    left join settled
        on
            balances.entity_code = settled.entity_code
            and balances.accounting_period = settled.period_code
    {% for books in ['functional', 'reporting'] %}
        {{ join_closing_rate(
            'to_' ~ books,
            'balances.transaction_currency_code',
            'balances.' ~ books ~ '_currency_code',
            'balances.accounting_period',
        ) }}
    {% endfor %}
    where settled.period_code is null
),

provision_neighbours as (
    select
        provisions.*,
        lag(closing_provision_functional_amount, 1, cast(0 as decimal(18, 2))) over (
            partition by contract_key
            order by accounting_period
        ) as closing_before_amount
    from provisions
),

asset_neighbours as (
    select
        cost_assets.*,
        lag(closing_asset_functional_amount, 1, cast(0 as decimal(18, 2))) over (
            partition by contract_key, cost_type
            order by accounting_period
        ) as closing_before_amount
    from cost_assets
),

compared as (
    select
        'closing = opening + posted - billed, all contracts' as check_name,
        entity_code,
        accounting_period,
        transaction_currency_code as subject,
        sum(closing_position_amount) as a_value,
        sum(opening_position_amount + moved_amount) as b_value
    from neighbours
    group by entity_code, accounting_period, transaction_currency_code
    union all
    select
        'closing = opening + posted - billed, this contract' as check_name,
        entity_code,
        accounting_period,
        concat(contract_key, ' in ', transaction_currency_code) as subject,
        closing_position_amount as a_value,
        opening_position_amount + moved_amount as b_value
    from neighbours
    where closing_position_amount <> opening_position_amount + moved_amount
    union all
    select
        'opening = closing before, this contract' as check_name,
        entity_code,
        accounting_period,
        concat(contract_key, ' in ', transaction_currency_code) as subject,
        opening_position_amount as a_value,
        closing_before_amount as b_value
    from neighbours
    where opening_position_amount <> closing_before_amount
    {%- for side in sides %}
        {%- for end in ends %}
            union all
            select
                'opening {{ (side ~ end).replace("_", " ") }} = closing before, this contract' as check_name,
                entity_code,
                accounting_period,
                concat(contract_key, ' in ', transaction_currency_code) as subject,
                opening_{{ side }}{{ end }} as a_value,
                closing_{{ side }}_before{{ end }} as b_value
            from neighbours
            where not is_settled and opening_{{ side }}{{ end }} <> closing_{{ side }}_before{{ end }}
        {%- endfor %}
    {%- endfor %}
    {%- for books in ['functional', 'reporting'] %}
        union all
        select
            'closing = opening + posted - billed + exchange effect, {{ books }} currency' as check_name,
            entity_code,
            accounting_period,
            {{ books }}_currency_code as subject,
            sum(closing_position_{{ books }}_amount) as a_value,
            sum(
                opening_position_{{ books }}_amount
                + moved_{{ books }}_amount
                + fx_effect_{{ books }}_amount
            ) as b_value
        from neighbours
        where
            transaction_currency_code <> {{ books }}_currency_code
            and fx_effect_{{ books }}_amount is not null
        group by entity_code, accounting_period, {{ books }}_currency_code
        union all
        select
            'what clients owe = in its currency at the closing rate, {{ books }} currency' as check_name,
            entity_code,
            accounting_period,
            {{ books }}_currency_code as subject,
            sum(owed_{{ books }}_amount) as a_value,
            sum(converted_{{ books }}_amount) as b_value
        from at_closing_rates
        where converted_{{ books }}_amount is not null
        group by entity_code, accounting_period, {{ books }}_currency_code
        union all
        select
            'opening = closing before, {{ books }} currency, this contract' as check_name,
            entity_code,
            accounting_period,
            concat(contract_key, ' in ', transaction_currency_code) as subject,
            opening_position_{{ books }}_amount as a_value,
            closing_before_{{ books }}_amount as b_value
        from neighbours
        where opening_position_{{ books }}_amount <> closing_before_{{ books }}_amount
        union all
        select
            'within one currency there is no exchange effect, {{ books }} currency' as check_name,
            entity_code,
            accounting_period,
            concat(contract_key, ' in ', transaction_currency_code) as subject,
            fx_effect_{{ books }}_amount as a_value,
            0 as b_value
        from neighbours
        where
            transaction_currency_code = {{ books }}_currency_code
            and fx_effect_{{ books }}_amount <> 0
    {%- endfor %}
    union all
    select
        'aged = unbilled at the end, all contracts' as check_name,
        entity_code,
        accounting_period,
        transaction_currency_code as subject,
        sum(aged_amount) as a_value,
        sum(unbilled_amount) as b_value
    from neighbours
    group by entity_code, accounting_period, transaction_currency_code
    union all
    select
        'aged = unbilled at the end, this contract' as check_name,
        entity_code,
        accounting_period,
        concat(contract_key, ' in ', transaction_currency_code) as subject,
        aged_amount as a_value,
        unbilled_amount as b_value
    from neighbours
    where aged_amount <> unbilled_amount
    union all
    select
        'loss provisions close at opening + movement, all contracts' as check_name,
        entity_code,
        accounting_period,
        functional_currency_code as subject,
        sum(closing_provision_functional_amount) as a_value,
        sum(opening_provision_functional_amount + provision_movement_functional_amount) as b_value
    from provision_neighbours
    group by entity_code, accounting_period, functional_currency_code
    union all
    select
        'a loss provision opens where it closed, this contract' as check_name,
        entity_code,
        accounting_period,
        contract_key as subject,
        opening_provision_functional_amount as a_value,
        closing_before_amount as b_value
    from provision_neighbours
    where opening_provision_functional_amount <> closing_before_amount
    union all
    select
        'contract cost closes at opening + added - amortised, all contracts' as check_name,
        entity_code,
        accounting_period,
        functional_currency_code as subject,
        sum(closing_asset_functional_amount) as a_value,
        sum(
            opening_asset_functional_amount
            + addition_functional_amount
            - amortisation_functional_amount
        ) as b_value
    from asset_neighbours
    group by entity_code, accounting_period, functional_currency_code
    union all
    select
        'contract cost opens where it closed, this contract' as check_name,
        entity_code,
        accounting_period,
        concat(contract_key, ' ', cost_type) as subject,
        opening_asset_functional_amount as a_value,
        closing_before_amount as b_value
    from asset_neighbours
    where opening_asset_functional_amount <> closing_before_amount
),

measured as (
    select
        'C07' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
