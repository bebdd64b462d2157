{#- When the price that is not recognised yet is expected to be (IFRS 15.120): evenly by the day from
    each obligation's first to its last, at once where it is handed over in one, and within a year
    where its last day has passed. Contracts that were made for a year or less may be left out of the
    disclosure (15.121(a)): they are here, and marked. -#}
{%- set bands = {1: 365, 2: 730} -%}
with

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where remaining_amount <> 0
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

contracts as (
    select
        system_name,
        contract_id,
        max(end_date) < {{ plus_months('min(start_date)', 12) }} as is_short
    from obligations
    where version_number = 1
    group by system_name, contract_id
),

dated as (
    select
        po_months.contract_key,
        po_months.client_key,
        po_months.entity_code,
        po_months.accounting_period,
        po_months.transaction_currency_code,
        po_months.remaining_amount,
        obligations.end_date,
        coalesce(contracts.is_short, false) as is_short,
        least(periods.period_end_date, run.as_of_date) as known_on,
        case
            when po_months.revenue_method = 'point_in_time' then obligations.end_date
            else
                least(
                    obligations.end_date,
                    greatest(
                        least(periods.period_end_date, run.as_of_date),
                        {{ plus_days('obligations.start_date', -1) }}
                    )
                )
        end as spread_after
    from po_months
    cross join run
    inner join periods on po_months.accounting_period = periods.period_code
    inner join obligations
        on
            po_months.system_name = obligations.system_name
            and po_months.contract_version_id = obligations.contract_version_id
            and po_months.performance_obligation_id = obligations.performance_obligation_id
    left join contracts
        on
            po_months.system_name = contracts.system_name
            and po_months.contract_id = contracts.contract_id
),

counted as (
    select
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        transaction_currency_code,
        remaining_amount,
        is_short,
        end_date is null as is_open,
        {{ days_between('known_on', 'spread_after') }} as days_until,
        {{ days_between('spread_after', 'end_date') }} as days_spread
    from dated
),

spread as (
    select
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        transaction_currency_code,
        remaining_amount,
        is_short,
        is_open,
    {% for band, days in bands.items() %}
        case
            when is_open then 0
            when days_spread = 0 and days_until > {{ days }} then 0
            when days_spread = 0 then remaining_amount
            else {{ posted_share(
                    'remaining_amount',
                    'cast(least(greatest(' ~ days ~ ' - days_until, 0), days_spread) as decimal(18, 0))',
                    'cast(days_spread as decimal(18, 0))',
                ) }}
        end as until_{{ band }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from counted
),

summed as (
    select
        contract_key,
        accounting_period,
        min(client_key) as client_key,
        min(entity_code) as entity_code,
        min(transaction_currency_code) as transaction_currency_code,
        sum(remaining_amount) as remaining_amount,
        sum(until_1_amount) as within_1_year_amount,
        sum(until_2_amount - until_1_amount) as within_2_years_amount,
        sum(case when is_open then 0 else remaining_amount - until_2_amount end) as later_amount,
        sum(case when is_open then remaining_amount else 0 end) as without_date_amount,
        sum(case when is_short then remaining_amount else 0 end) as expedient_amount
    from spread
    group by contract_key, accounting_period
),

described as (
    select
        {{ surrogate_key(['contract_key', 'accounting_period']) }} as rpo_key,
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        transaction_currency_code,
        cast(remaining_amount as decimal(18, 2)) as remaining_amount,
        cast(within_1_year_amount as decimal(18, 2)) as within_1_year_amount,
        cast(within_2_years_amount as decimal(18, 2)) as within_2_years_amount,
        cast(later_amount as decimal(18, 2)) as later_amount,
        cast(without_date_amount as decimal(18, 2)) as without_date_amount,
        cast(expedient_amount as decimal(18, 2)) as expedient_amount
    from summed
)

select * from described
