{#- What each contract with performance obligations earned and was invoiced in each accounting period from
    the first in which it did, as it was posted: in its own currency and in those of its books. A contract whose
    currency became another one has rows in each. A contract is paid by time until something else is promised in
    it. -#}
with

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where contract_key is not null
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where performance_obligation_key is not null and contract_key is not null
),

billings as (
    select * from {{ ref('int_contract_billings__dated') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

earned as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        {{ posted_amount('sum(revenue_transaction_amount)') }} as revenue_amount,
        sum(case when posting_reason <> 'progress' then revenue_transaction_amount else 0 end)
            as catch_up_amount,
    {% for books in ['functional', 'reporting'] %}
        case
            when count(*) = count(revenue_{{ books }}_amount)
                then {{ posted_amount('sum(revenue_' ~ books ~ '_amount)') }}
        end as revenue_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from events
    group by contract_key, transaction_currency_code, accounting_period
),

remaining as (
    select
        contract_key,
        transaction_currency_code,
        accounting_period,
        sum(remaining_amount) as remaining_amount
    from po_months
    group by contract_key, transaction_currency_code, accounting_period
),

earning as (
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        accounting_period,
        revenue_method
    from po_months
    union all
    select
        contract_key,
        client_key,
        entity_code,
        transaction_currency_code,
        accounting_period,
        revenue_method
    from events
    where revenue_method = 'usage'
),

contracts as (
    select
        earning.contract_key,
        min(earning.client_key) as client_key,
        min(earning.entity_code) as entity_code,
        earning.transaction_currency_code,
        min(periods.period_start_date) as first_day,
        min(
            case
                when earning.revenue_method not in ('right_to_invoice', 'usage') then periods.period_start_date
            end
        ) as priced_from
    from earning
    inner join periods on earning.accounting_period = periods.period_code
    group by earning.contract_key, earning.transaction_currency_code
),

first_billings as (
    select
        billings.contract_key,
        billings.currency_code,
        min(periods.period_start_date) as first_day
    from billings
    inner join periods on billings.period_code = periods.period_code
    group by billings.contract_key, billings.currency_code
),

spine as (
    select
        contracts.contract_key,
        contracts.client_key,
        contracts.entity_code,
        contracts.transaction_currency_code,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        coalesce(
            contracts.priced_from > contracts.first_day
            and contracts.priced_from > periods.period_start_date,
            true
        ) as is_paid_by_time,
        periods.period_code,
        periods.period_start_date
    from contracts
    cross join run
    left join entities on contracts.entity_code = entities.entity_code
    left join first_billings
        on
            contracts.contract_key = first_billings.contract_key
            and contracts.transaction_currency_code = first_billings.currency_code
    inner join periods
        on
            periods.period_start_date
            >= least(contracts.first_day, coalesce(first_billings.first_day, contracts.first_day))
            and run.as_of_date >= periods.period_start_date
),

moved as (
    select
        spine.contract_key,
        spine.client_key,
        spine.entity_code,
        spine.transaction_currency_code,
        spine.functional_currency_code,
        spine.reporting_currency_code,
        spine.is_paid_by_time,
        spine.period_code,
        spine.period_start_date,
        cast(coalesce(earned.revenue_amount, 0) as decimal(18, 2)) as revenue_amount,
        cast(coalesce(earned.catch_up_amount, 0) as decimal(18, 2)) as catch_up_amount,
        cast(remaining.remaining_amount as decimal(18, 2)) as remaining_amount,
        cast(coalesce(billings.billed_amount, 0) as decimal(18, 2)) as billed_amount,
        {% for books in ['functional', 'reporting'] %}
            {% set is_own %}spine.{{ books }}_currency_code = spine.transaction_currency_code{% endset %}
            cast(
                case
                    when earned.contract_key is null then 0
                    when {{ is_own }} then earned.revenue_amount
                    else earned.revenue_{{ books }}_amount
                end as decimal(18, 2)
            ) as revenue_{{ books }}_amount,
            cast(
                case
                    when billings.contract_key is null then 0
                    when {{ is_own }} then billings.billed_amount
                    when billings.{{ books }}_currency_code = spine.{{ books }}_currency_code
                        then billings.billed_{{ books }}_amount
                end as decimal(18, 2)
            ) as billed_{{ books }}_amount,
        {% endfor %}
        cast(coalesce(billings.unconverted_lines, 0) as bigint) as unconverted_lines
    from spine
    left join earned
        on
            spine.contract_key = earned.contract_key
            and spine.transaction_currency_code = earned.transaction_currency_code
            and spine.period_code = earned.accounting_period
    left join remaining
        on
            spine.contract_key = remaining.contract_key
            and spine.transaction_currency_code = remaining.transaction_currency_code
            and spine.period_code = remaining.accounting_period
    left join billings
        on
            spine.contract_key = billings.contract_key
            and spine.transaction_currency_code = billings.currency_code
            and spine.period_code = billings.period_code
),

cumulated as (
    select
        moved.*,
        cast(sum(revenue_amount) over until_now as decimal(18, 2)) as revenue_to_date_amount,
        cast(sum(billed_amount) over until_now as decimal(18, 2)) as billed_to_date_amount,
        cast(sum(revenue_amount - billed_amount) over until_now as decimal(18, 2))
            as closing_position_amount,
        cast(
            billed_amount - revenue_amount + sum(revenue_amount - billed_amount) over until_now
            as decimal(18, 2)
        ) as opening_position_amount
    from moved
    window until_now as (partition by contract_key, transaction_currency_code order by period_start_date)
)

select * from cumulated
