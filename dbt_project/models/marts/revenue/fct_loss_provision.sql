{#- What each contract is expected to lose, and what of it is to be provided for at the end of each
    accounting period because margin does not show it yet (metric loss_provision). An onerous contract
    (IAS 37.66 to 69) is one whose rest costs more than it brings; ASC 605-35-25-45 asks first whether
    the whole contract loses. Where it does, both come to the same (decision 18). A provision opens at
    what was last known at the end of a period, as it was booked where the books hold it. While the rest
    of a contract can not be measured, what was provided for stays. -#}
with

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where contract_key is not null
),

costs as (
    select * from {{ ref('int_contract_work__estimated') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_provisions') }}
),

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
    where table_name = 'fct_loss_provision'
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue' and is_closed
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

months as (
    select
        contract_key,
        accounting_period,
        min(client_key) as client_key,
        min(entity_code) as entity_code,
        coalesce(
            min(case when allocated_amount <> 0 then transaction_currency_code end),
            min(transaction_currency_code)
        ) as transaction_currency_code,
        min(functional_currency_code) as functional_currency_code,
        count(*) - count(remaining_amount) as unpriced_obligations,
        sum(allocated_amount) as allocated_amount,
        sum(remaining_amount) as remaining_amount,
        sum(revenue_functional_amount) as revenue_functional_amount,
        count(*) - count(revenue_functional_amount) as unconverted_obligations
    from po_months
    group by contract_key, accounting_period
),

earned as (
    select
        contract_key,
        accounting_period,
        client_key,
        entity_code,
        transaction_currency_code,
        functional_currency_code,
        allocated_amount,
        remaining_amount,
        unpriced_obligations,
        sum(revenue_functional_amount) over until_now as revenue_to_date_functional_amount,
        sum(unconverted_obligations) over until_now as unconverted_until_now
    from months
    window until_now as (
        partition by contract_key
        order by accounting_period
        rows between unbounded preceding and current row
    )
),

priced as (
    select
        earned.contract_key,
        earned.accounting_period,
        earned.client_key,
        earned.entity_code,
        earned.transaction_currency_code,
        cast(earned.allocated_amount as decimal(18, 2)) as transaction_price_amount,
        coalesce(costs.functional_currency_code, earned.functional_currency_code)
            as functional_currency_code,
        case
            when earned.unpriced_obligations > 0 then 'an obligation has no price'
            when earned.unconverted_until_now > 0 then 'revenue has no exchange rate'
            when costs.contract_key is null then 'a cost or an estimate is not known'
        end as not_measured_reason,
        costs.cost_to_date_functional_amount,
        costs.remaining_cost_functional_amount,
        {{ posted_amount('earned.revenue_to_date_functional_amount') }}
            as revenue_to_date_functional_amount,
        {{ posted_amount(in_currency(
            'earned.remaining_amount',
            'earned.transaction_currency_code',
            'costs.functional_currency_code',
            'to_functional',
        )) }} as remaining_price_functional_amount
    from earned
    left join costs
        on
            earned.contract_key = costs.contract_key
            and earned.accounting_period = costs.period_code
    {{ join_fx_rate(
        'to_functional',
        'earned.transaction_currency_code',
        'costs.functional_currency_code',
        'costs.known_on',
    ) }}
),

expected as (
    select
        contract_key,
        accounting_period,
        client_key,
        entity_code,
        transaction_currency_code,
        transaction_price_amount,
        functional_currency_code,
        cost_to_date_functional_amount,
        remaining_cost_functional_amount,
        revenue_to_date_functional_amount,
        remaining_price_functional_amount,
        cost_to_date_functional_amount + remaining_cost_functional_amount
            as estimate_at_completion_functional_amount,
        revenue_to_date_functional_amount + remaining_price_functional_amount
            as transaction_price_functional_amount,
        cost_to_date_functional_amount - revenue_to_date_functional_amount
            as recognised_loss_functional_amount,
        remaining_cost_functional_amount - remaining_price_functional_amount as rest_amount
    from priced
    where not_measured_reason is null and remaining_price_functional_amount is not null
),

provided as (
    select
        contract_key,
        accounting_period,
        client_key,
        entity_code,
        transaction_currency_code,
        transaction_price_amount,
        functional_currency_code,
        cost_to_date_functional_amount,
        remaining_cost_functional_amount,
        revenue_to_date_functional_amount,
        remaining_price_functional_amount,
        estimate_at_completion_functional_amount,
        transaction_price_functional_amount,
        recognised_loss_functional_amount,
        greatest(
            estimate_at_completion_functional_amount - transaction_price_functional_amount, 0
        ) as expected_loss_functional_amount,
        case
            when
                '{{ var("loss_provision") }}' = 'asc605'
                and estimate_at_completion_functional_amount <= transaction_price_functional_amount
                then 0
            else greatest(rest_amount, 0)
        end as provision_amount
    from expected
),

closings as (
    select
        provided.contract_key,
        provided.accounting_period,
        provided.provision_amount as closing_amount
    from provided
    left join settled
        on
            provided.entity_code = settled.entity_code
            and provided.accounting_period = settled.period_code
    where settled.period_code is null
    union all
    select
        booked.contract_key,
        booked.accounting_period,
        booked.closing_provision_functional_amount as closing_amount
    from booked
    inner join settled
        on
            booked.entity_code = settled.entity_code
            and booked.accounting_period = settled.period_code
),

known_before as (
    select
        priced.contract_key,
        priced.accounting_period,
        max(closings.accounting_period) as known_period
    from priced
    inner join closings
        on
            priced.contract_key = closings.contract_key
            and priced.accounting_period > closings.accounting_period
    group by priced.contract_key, priced.accounting_period
),

openings as (
    select
        known_before.contract_key,
        known_before.accounting_period,
        closings.closing_amount as opening_amount
    from known_before
    inner join closings
        on
            known_before.contract_key = closings.contract_key
            and known_before.known_period = closings.accounting_period
),

described as (
    select
        {{ surrogate_key(['priced.contract_key', 'priced.accounting_period']) }}
            as loss_provision_key,
        priced.contract_key,
        priced.client_key,
        priced.entity_code,
        priced.accounting_period,
        priced.transaction_currency_code,
        provided.transaction_price_amount,
        priced.functional_currency_code,
        {% for amount in [
            'cost_to_date', 'remaining_cost', 'estimate_at_completion', 'revenue_to_date', 'remaining_price',
            'transaction_price', 'expected_loss', 'recognised_loss',
        ] %}
            cast(provided.{{ amount }}_functional_amount as decimal(18, 2)) as {{ amount }}_functional_amount,
        {% endfor %}
        cast(coalesce(openings.opening_amount, 0) as decimal(18, 2))
            as opening_provision_functional_amount,
        cast(
            coalesce(provided.provision_amount - coalesce(openings.opening_amount, 0), 0) as decimal(18, 2)
        ) as provision_movement_functional_amount,
        cast(coalesce(provided.provision_amount, openings.opening_amount) as decimal(18, 2))
            as closing_provision_functional_amount,
        case
            when provided.contract_key is null
                then coalesce(priced.not_measured_reason, 'the price has no exchange rate')
        end as not_measured_reason
    from priced
    left join provided
        on
            priced.contract_key = provided.contract_key
            and priced.accounting_period = provided.accounting_period
    left join openings
        on
            priced.contract_key = openings.contract_key
            and priced.accounting_period = openings.accounting_period
    where provided.contract_key is not null or openings.opening_amount <> 0
)

select * from described
