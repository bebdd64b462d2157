{#- What each contract is expected to lose, and what of it is to be provided for at the end of each
    accounting period because margin does not show it yet (metric loss_provision). An onerous contract
    (IAS 37.66 to 69) is one whose rest costs more than it brings; ASC 605-35-25-45 asks first whether
    the whole contract loses. Where it does, both come to the same (decision 18). A provision opens at
    what the period before closed with, as it was booked where the books hold it. -#}
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
        min(transaction_currency_code) as transaction_currency_code,
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
        costs.functional_currency_code,
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
    inner join costs
        on
            earned.contract_key = costs.contract_key
            and earned.accounting_period = costs.period_code
    {{ join_fx_rate(
        'to_functional',
        'earned.transaction_currency_code',
        'costs.functional_currency_code',
        'costs.known_on',
    ) }}
    where earned.unpriced_obligations = 0 and earned.unconverted_until_now = 0
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
    where remaining_price_functional_amount is not null
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

openings as (
    select
        contract_key,
        accounting_period,
        lag(closing_amount, 1, 0) over (
            partition by contract_key
            order by accounting_period
        ) as opening_amount
    from closings
),

described as (
    select
        {{ surrogate_key(['provided.contract_key', 'provided.accounting_period']) }}
            as loss_provision_key,
        provided.contract_key,
        provided.client_key,
        provided.entity_code,
        provided.accounting_period,
        provided.transaction_currency_code,
        provided.transaction_price_amount,
        provided.functional_currency_code,
        cast(provided.cost_to_date_functional_amount as decimal(18, 2))
            as cost_to_date_functional_amount,
        cast(provided.remaining_cost_functional_amount as decimal(18, 2))
            as remaining_cost_functional_amount,
        cast(provided.estimate_at_completion_functional_amount as decimal(18, 2))
            as estimate_at_completion_functional_amount,
        cast(provided.revenue_to_date_functional_amount as decimal(18, 2))
            as revenue_to_date_functional_amount,
        cast(provided.remaining_price_functional_amount as decimal(18, 2))
            as remaining_price_functional_amount,
        cast(provided.transaction_price_functional_amount as decimal(18, 2))
            as transaction_price_functional_amount,
        cast(provided.expected_loss_functional_amount as decimal(18, 2))
            as expected_loss_functional_amount,
        cast(provided.recognised_loss_functional_amount as decimal(18, 2))
            as recognised_loss_functional_amount,
        cast(coalesce(openings.opening_amount, 0) as decimal(18, 2))
            as opening_provision_functional_amount,
        cast(provided.provision_amount - coalesce(openings.opening_amount, 0) as decimal(18, 2))
            as provision_movement_functional_amount,
        cast(provided.provision_amount as decimal(18, 2)) as closing_provision_functional_amount
    from provided
    left join openings
        on
            provided.contract_key = openings.contract_key
            and provided.accounting_period = openings.accounting_period
)

select * from described
