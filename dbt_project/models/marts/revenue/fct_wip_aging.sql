{#- What each contract earned and has not billed at the end of each accounting period, in each of its
    currencies, by the age of the
    service: billings settle what was earned first, and what is taken back of revenue settles it like a
    billing. A service is as old as the last day of the posting that earned it. What was credited beyond
    all that was billed is as old as the contract's first period. Both unbilled receivables and
    contract assets are monetary (IAS 21.16): they are converted at the period's closing rate, all
    buckets together, and rounded once. The cost behind them is the part of the contract's cost to date that
    they are of its revenue, all buckets together as well; what is lost of them by their age is a share that
    the seed age_buckets states (decision 20). -#}
with

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where contract_key is not null
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

age_buckets as (
    select * from {{ ref('age_buckets') }}
),

contract_work as (
    select * from {{ ref('int_contract_work__posted') }}
),

earned as (
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        accounting_period,
        closing_unbilled_receivable_amount,
        case when revenue_to_date_amount > 0 then greatest(revenue_to_date_amount, closing_position_amount) end
            as earned_to_date_amount,
        sum(case when revenue_to_date_amount <> 0 then 1 else 0 end) over (
            partition by contract_key, accounting_period
        ) as earned_currencies
    from balances
),

first_days as (
    select
        balances.contract_key,
        balances.transaction_currency_code,
        min(period_ends.period_start_date) as first_day
    from balances
    inner join period_ends on balances.accounting_period = period_ends.period_code
    group by balances.contract_key, balances.transaction_currency_code
),

unbilled as (
    select
        balances.contract_key,
        balances.transaction_currency_code,
        balances.accounting_period,
        balances.billed_to_date_amount,
        first_days.first_day,
        period_ends.period_start_date
    from balances
    inner join first_days
        on
            balances.contract_key = first_days.contract_key
            and balances.transaction_currency_code = first_days.transaction_currency_code
    inner join period_ends on balances.accounting_period = period_ends.period_code
    where balances.closing_position_amount > 0
),

services as (
    select
        events.contract_key,
        events.transaction_currency_code,
        events.service_date,
        period_ends.period_start_date,
        sum(greatest(events.revenue_transaction_amount, 0)) as earned_amount,
        sum(greatest(-events.revenue_transaction_amount, 0)) as taken_back_amount
    from events
    inner join period_ends on events.accounting_period = period_ends.period_code
    group by
        events.contract_key,
        events.transaction_currency_code,
        events.service_date,
        period_ends.period_start_date
),

layers as (
    select
        unbilled.contract_key,
        unbilled.transaction_currency_code,
        unbilled.accounting_period,
        services.service_date,
        1 as place,
        sum(services.earned_amount) as earned_amount,
        sum(services.taken_back_amount) as settled_amount
    from unbilled
    inner join services
        on
            unbilled.contract_key = services.contract_key
            and unbilled.transaction_currency_code = services.transaction_currency_code
            and unbilled.period_start_date >= services.period_start_date
    group by
        unbilled.contract_key,
        unbilled.transaction_currency_code,
        unbilled.accounting_period,
        services.service_date
    union all
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        first_day as service_date,
        0 as place,
        0 as earned_amount,
        billed_to_date_amount as settled_amount
    from unbilled
),

cumulated as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        service_date,
        place,
        sum(earned_amount) over in_order as until_amount,
        -earned_amount + sum(earned_amount) over in_order as before_amount,
        sum(settled_amount) over (partition by contract_key, transaction_currency_code, accounting_period) as settled_amount
    from layers
    window in_order as (
        partition by contract_key, transaction_currency_code, accounting_period
        order by place, service_date
    )
),

left_over as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        service_date,
        greatest(
            until_amount
            - case when place = 0 then settled_amount else greatest(settled_amount, before_amount) end,
            0
        ) as unbilled_amount
    from cumulated
),

aged as (
    select
        left_over.contract_key,
        left_over.transaction_currency_code,
        left_over.accounting_period,
        period_ends.as_of_date,
        period_ends.is_running,
        age_buckets.age_bucket,
        age_buckets.place,
        age_buckets.unbilled_loss_share,
        min(left_over.service_date) as oldest_service_date,
        cast(sum(left_over.unbilled_amount) as decimal(18, 2)) as unbilled_amount
    from left_over
    inner join period_ends on left_over.accounting_period = period_ends.period_code
    left join age_buckets
        on
            {{ days_between('left_over.service_date', 'period_ends.as_of_date') }}
            >= coalesce(age_buckets.days_from, -2147483647)
            and {{ days_between('left_over.service_date', 'period_ends.as_of_date') }}
            < coalesce(age_buckets.days_before, 2147483647)
    where left_over.unbilled_amount > 0
    group by
        left_over.contract_key,
        left_over.transaction_currency_code,
        left_over.accounting_period,
        period_ends.as_of_date,
        period_ends.is_running,
        age_buckets.age_bucket,
        age_buckets.place,
        age_buckets.unbilled_loss_share
),

placed as (
    select
        aged.contract_key,
        aged.transaction_currency_code,
        aged.accounting_period,
        aged.as_of_date,
        aged.is_running,
        aged.age_bucket,
        aged.place,
        aged.oldest_service_date,
        aged.unbilled_amount,
        aged.unbilled_loss_share,
        earned.earned_to_date_amount,
        {% for books in ['functional', 'reporting'] %}
            case when earned.earned_currencies = 1 then contract_work.cost_to_date_{{ books }}_amount end
                as cost_to_date_{{ books }}_amount,
        {% endfor %}
        earned.client_key,
        earned.entity_code,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        case
            when earned.closing_unbilled_receivable_amount > 0 then 'unbilled_receivable'
            else 'contract_asset'
        end as unbilled_type,
        sum(aged.unbilled_amount) over (
            partition by aged.contract_key, aged.transaction_currency_code, aged.accounting_period
            order by aged.place desc
            rows between unbounded preceding and current row
        ) as until_amount
    from aged
    inner join earned
        on
            aged.contract_key = earned.contract_key
            and aged.transaction_currency_code = earned.transaction_currency_code
            and aged.accounting_period = earned.accounting_period
    left join contract_work
        on
            aged.contract_key = contract_work.contract_key
            and aged.accounting_period = contract_work.period_code
    left join entities on earned.entity_code = entities.entity_code
),

converted as (
    select
        placed.contract_key,
        placed.client_key,
        placed.entity_code,
        placed.accounting_period,
        placed.as_of_date,
        placed.is_running,
        placed.age_bucket,
        placed.oldest_service_date,
        placed.unbilled_type,
        placed.transaction_currency_code,
        placed.unbilled_amount,
        placed.unbilled_loss_share,
        placed.until_amount,
        placed.earned_to_date_amount,
    {% for books in ['functional', 'reporting'] %}
        placed.{{ books }}_currency_code,
        placed.cost_to_date_{{ books }}_amount,
        cast({{ posted_amount(in_currency(
            'placed.until_amount',
            'placed.transaction_currency_code',
            'placed.' ~ books ~ '_currency_code',
            'closing_' ~ books,
        )) }} - {{ posted_amount(in_currency(
            '(placed.until_amount - placed.unbilled_amount)',
            'placed.transaction_currency_code',
            'placed.' ~ books ~ '_currency_code',
            'closing_' ~ books,
        )) }} as decimal(18, 2)) as unbilled_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    {% for books in ['functional', 'reporting'] %}
        {{ join_closing_rate(
            'closing_' ~ books,
            'placed.transaction_currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.accounting_period',
        ) }}
    {% endfor %}
),

described as (
    select
        {{ surrogate_key(['contract_key', 'transaction_currency_code', 'accounting_period', 'age_bucket']) }}
            as wip_aging_key,
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        as_of_date,
        is_running as is_running_period,
        age_bucket,
        oldest_service_date,
        unbilled_type,
        transaction_currency_code,
        unbilled_amount as unbilled_transaction_amount,
        unbilled_loss_share,
    {% for books in ['functional', 'reporting'] %}
        {{ books }}_currency_code,
        unbilled_{{ books }}_amount,
        cast(
            {{ posted_share('cost_to_date_' ~ books ~ '_amount', 'until_amount', 'earned_to_date_amount') }}
            - {{ posted_share(
                'cost_to_date_' ~ books ~ '_amount', '(until_amount - unbilled_amount)', 'earned_to_date_amount'
            ) }}
            as decimal(18, 2)
        ) as unbilled_cost_{{ books }}_amount,
        {{ posted_amount(exact_product('unbilled_' ~ books ~ '_amount', 'unbilled_loss_share')) }}
            as loss_allowance_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from converted
)

select * from described
