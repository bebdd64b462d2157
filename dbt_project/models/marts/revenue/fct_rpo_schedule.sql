{#- When the price that is not recognised yet is expected to be (IFRS 15.120): as its schedule then in force says
    of what was still to come, evenly by the day within an accounting period. Where none says anything, evenly from
    the obligation's first day to its last, at once where it is handed over in one, and within a year
    where its last day has passed. Contracts that were made for a year or less may be left out of the
    disclosure (15.121(a)): they are here, and marked. It is in the contract's currency, and in those of the
    books at the period's closing rate. -#}
{%- set bands = {1: 12, 2: 24} -%}
with

po_months as (
    select * from {{ ref('fct_revenue_po_month') }}
    where remaining_amount <> 0
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

schedules as (
    select * from {{ ref('fct_revenue_schedule') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
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

ends as (
    select
        po_months.performance_obligation_key,
        po_months.contract_key,
        po_months.client_key,
        po_months.entity_code,
        po_months.accounting_period,
        po_months.transaction_currency_code,
        po_months.functional_currency_code,
        po_months.remaining_amount,
        obligations.end_date,
        coalesce(contracts.is_short, false) as is_short,
        least(periods.period_end_date, run.as_of_date) as known_on,
        {% for band, months in bands.items() %}
            {{ plus_days(
                plus_months(plus_days('least(periods.period_end_date, run.as_of_date)', 1), months), -1
            ) }} as band_{{ band }}_date,
        {% endfor %}
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

versions as (
    select
        ends.performance_obligation_key,
        ends.accounting_period,
        max(schedules.schedule_version) as schedule_version
    from ends
    inner join schedules
        on
            ends.performance_obligation_key = schedules.performance_obligation_key
            and ends.transaction_currency_code = schedules.transaction_currency_code
            and ends.accounting_period >= schedules.accounting_period
    group by ends.performance_obligation_key, ends.accounting_period
),

to_come as (
    select
        ends.performance_obligation_key,
        ends.accounting_period,
        ends.band_1_date,
        ends.band_2_date,
        schedules.planned_amount,
        periods.period_end_date,
        greatest(ends.known_on, {{ plus_days('periods.period_start_date', -1) }}) as known_before,
        {{ days_between('periods.period_start_date', 'periods.period_end_date') }} + 1 as days
    from ends
    inner join versions
        on
            ends.performance_obligation_key = versions.performance_obligation_key
            and ends.accounting_period = versions.accounting_period
    inner join schedules
        on
            versions.performance_obligation_key = schedules.performance_obligation_key
            and versions.schedule_version = schedules.schedule_version
    inner join periods on schedules.planned_period = periods.period_code
    where periods.period_end_date > ends.known_on and schedules.planned_amount > 0
),

planned as (
    select
        performance_obligation_key,
        accounting_period,
        {% for band in bands %}
            cast(sum({{ exact_quotient(
                'planned_amount * greatest('
                ~ days_between('known_before', 'least(period_end_date, band_' ~ band ~ '_date)') ~ ', 0)',
                'days'
            ) }}) as decimal(18, 6)) as until_{{ band }}_planned,
        {% endfor %}
        cast(sum({{ exact_quotient(
            'planned_amount * ' ~ days_between('known_before', 'period_end_date'), 'days'
        ) }}) as decimal(18, 6)) as all_planned
    from to_come
    group by performance_obligation_key, accounting_period
),

counted as (
    select
        ends.contract_key,
        ends.client_key,
        ends.entity_code,
        ends.accounting_period,
        ends.transaction_currency_code,
        ends.functional_currency_code,
        ends.remaining_amount,
        ends.is_short,
        ends.end_date is null as is_open,
        {% for band in bands %}
            planned.until_{{ band }}_planned,
            {{ days_between('ends.known_on', 'ends.band_' ~ band ~ '_date') }} as band_{{ band }}_days,
        {% endfor %}
        planned.all_planned,
        {{ days_between('ends.known_on', 'ends.spread_after') }} as days_until,
        {{ days_between('ends.spread_after', 'ends.end_date') }} as days_spread
    from ends
    left join planned
        on
            ends.performance_obligation_key = planned.performance_obligation_key
            and ends.accounting_period = planned.accounting_period
),

spread as (
    select
        contract_key,
        client_key,
        entity_code,
        accounting_period,
        transaction_currency_code,
        functional_currency_code,
        remaining_amount,
        is_short,
        is_open,
    {% for band in bands %}
        case
            when is_open then 0
            when all_planned > 0
                then {{ posted_share('remaining_amount', 'until_' ~ band ~ '_planned', 'all_planned') }}
            when days_spread = 0 and days_until > band_{{ band }}_days then 0
            when days_spread = 0 then remaining_amount
            else {{ posted_share(
                    'remaining_amount',
                    'cast(least(greatest(band_' ~ band ~ '_days - days_until, 0), days_spread) as decimal(18, 0))',
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
        min(functional_currency_code) as functional_currency_code,
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
        {{ surrogate_key(['summed.contract_key', 'summed.accounting_period']) }} as rpo_key,
        summed.contract_key,
        summed.client_key,
        summed.entity_code,
        summed.accounting_period,
        summed.transaction_currency_code,
        cast(summed.remaining_amount as decimal(18, 2)) as remaining_amount,
        cast(summed.within_1_year_amount as decimal(18, 2)) as within_1_year_amount,
        cast(summed.within_2_years_amount as decimal(18, 2)) as within_2_years_amount,
        cast(summed.later_amount as decimal(18, 2)) as later_amount,
        cast(summed.without_date_amount as decimal(18, 2)) as without_date_amount,
        cast(summed.expedient_amount as decimal(18, 2)) as expedient_amount,
        summed.functional_currency_code,
        {{ rate_used('summed.transaction_currency_code', 'summed.functional_currency_code', 'to_functional') }}
            as functional_fx_rate,
        {{ rate_date_used(
            'summed.transaction_currency_code', 'summed.functional_currency_code', 'to_functional'
        ) }} as functional_fx_rate_date,
        {{ posted_amount(in_currency(
            'summed.remaining_amount',
            'summed.transaction_currency_code',
            'summed.functional_currency_code',
            'to_functional'
        )) }} as remaining_functional_amount,
        {{ posted_amount(in_currency(
            'summed.within_1_year_amount',
            'summed.transaction_currency_code',
            'summed.functional_currency_code',
            'to_functional'
        )) }} as within_1_year_functional_amount,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ rate_used('summed.transaction_currency_code', reporting_currency(), 'to_reporting') }}
            as reporting_fx_rate,
        {{ rate_date_used('summed.transaction_currency_code', reporting_currency(), 'to_reporting') }}
            as reporting_fx_rate_date,
        {{ posted_amount(in_currency(
            'summed.remaining_amount',
            'summed.transaction_currency_code',
            reporting_currency(),
            'to_reporting'
        )) }} as remaining_reporting_amount,
        {{ posted_amount(in_currency(
            'summed.within_1_year_amount',
            'summed.transaction_currency_code',
            reporting_currency(),
            'to_reporting'
        )) }} as within_1_year_reporting_amount
    from summed
    {{ join_closing_rate(
        'to_functional',
        'summed.transaction_currency_code',
        'summed.functional_currency_code',
        'summed.accounting_period',
    ) }}
    {{ join_closing_rate(
        'to_reporting', 'summed.transaction_currency_code', reporting_currency(), 'summed.accounting_period'
    ) }}
)

select * from described
