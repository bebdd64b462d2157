{#- What was posted of each project's cost until the end of each of its periods, and what the estimate known
    then says is still to come: less what was done since, at least nothing. Of the cost classes, all
    that are posted count. Where hours have no cost, the sum is not known. -#}
{%- set books = ['functional', 'reporting'] -%}
with

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

costs as (
    select * from {{ ref('fct_project_cost') }}
    where project_key is not null
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where project_key is not null
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

estimates as (
    select
        *,
        case when estimate_source = 'estimate' then source_id end as estimate_id
    from {{ ref('int_estimates__dated') }}
),

stated as (
    select * from {{ ref('int_estimates__unioned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

days as (
    select
        costs.project_key,
        periods.period_start_date,
        costs.service_date,
        sum(costs.hours) as hours,
        sum(costs.cost_functional_amount) as cost_functional_amount,
        sum(costs.cost_reporting_amount) as cost_reporting_amount
    from costs
    inner join periods on costs.accounting_period = periods.period_code
    group by costs.project_key, periods.period_start_date, costs.service_date
),

months as (
    select
        cost_months.project_key,
        cost_months.accounting_period,
        max(cost_months.functional_currency_code) as functional_currency_code,
        count(distinct cost_months.functional_currency_code) as books,
        sum(cost_months.hours) as hours,
        sum(cost_months.uncosted_hours) as uncosted_hours,
        sum(cost_months.unconverted_rows) as unconverted_rows,
        sum(cost_months.cost_functional_amount) as cost_functional_amount,
        sum(cost_months.cost_reporting_amount) as cost_reporting_amount
    from cost_months
    group by cost_months.project_key, cost_months.accounting_period
),

cumulated as (
    select
        project_periods.project_key,
        project_periods.period_code,
        project_periods.period_start_date,
        project_periods.as_of_date,
        project_periods.functional_currency_code,
        project_periods.reporting_currency_code,
        sum(coalesce(months.hours, 0)) over until_now as cumulative_hours,
        sum(coalesce(months.uncosted_hours, 0)) over until_now as uncosted_hours,
        sum(
            case
                when months.books > 1 or months.unconverted_rows > 0 then 1
                when months.functional_currency_code <> project_periods.functional_currency_code then 1
                else 0
            end
        ) over until_now as months_not_converted,
        sum(months.cost_functional_amount) over until_now as cost_functional_amount,
        sum(months.cost_reporting_amount) over until_now as cost_reporting_amount
    from project_periods
    left join months
        on
            project_periods.project_key = months.project_key
            and project_periods.period_code = months.accounting_period
    window until_now as (
        partition by project_periods.project_key
        order by project_periods.period_start_date
        rows between unbounded preceding and current row
    )
),

known as (
    select
        cumulated.project_key,
        cumulated.period_code,
        cumulated.period_start_date,
        cumulated.functional_currency_code,
        cumulated.reporting_currency_code,
        cumulated.cumulative_hours,
        cumulated.uncosted_hours,
        cumulated.uncosted_hours = 0 and cumulated.months_not_converted = 0 as is_cost_known,
        cumulated.cost_functional_amount,
        cumulated.cost_reporting_amount,
        estimates.estimate_source,
        estimates.valid_from as estimate_date,
        estimates.worked_until,
        estimates.remaining_hours,
        stated.forecast_end_date,
        {{ days_between('estimates.valid_from', 'cumulated.as_of_date') }} as estimate_age_days,
    {% for currency in books %}
            {{ in_currency(
                'estimates.remaining_cost_amount',
                'estimates.currency_code',
                'cumulated.' ~ currency ~ '_currency_code',
                'to_' ~ currency,
            ) }} as remaining_cost_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from cumulated
    left join estimates
        on
            cumulated.project_key = estimates.project_key
            and cumulated.as_of_date >= estimates.valid_from
            and cumulated.as_of_date < estimates.valid_before
    left join stated
        on
            estimates.system_name = stated.system_name
            and estimates.estimate_id = stated.estimate_id
    {% for currency in books %}
        {{ join_fx_rate(
            'to_' ~ currency,
            'estimates.currency_code',
            'cumulated.' ~ currency ~ '_currency_code',
            'estimates.valid_from',
        ) }}
    {% endfor %}
),

since_estimate as (
    select
        known.project_key,
        known.period_code,
        sum(days.hours) as hours,
        sum(days.cost_functional_amount) as cost_functional_amount,
        sum(days.cost_reporting_amount) as cost_reporting_amount
    from known
    inner join days
        on
            known.project_key = days.project_key
            and known.period_start_date >= days.period_start_date
            and known.worked_until < days.service_date
    group by known.project_key, known.period_code
),

estimated as (
    select
        known.project_key,
        known.period_code,
        cast(known.cumulative_hours as decimal(18, 6)) as cumulative_hours,
        cast(known.uncosted_hours as decimal(18, 6)) as uncosted_hours,
        known.estimate_source,
        known.estimate_date,
        known.estimate_age_days,
        known.forecast_end_date,
        coalesce(
            known.estimate_source = 'estimate'
            and case
                when known.remaining_cost_functional_amount is null
                    then known.remaining_hours > 0 and known.remaining_hours <= since_estimate.hours
                else
                    known.remaining_cost_functional_amount > 0
                    and known.remaining_cost_functional_amount <= since_estimate.cost_functional_amount
            end,
            false
        ) as is_estimate_used_up,
        case
            when known.remaining_hours is not null
                then cast(
                    greatest(known.remaining_hours - coalesce(since_estimate.hours, 0), 0)
                    as decimal(18, 6)
                )
        end as remaining_hours,
    {% for currency in books %}
        case
            when known.is_cost_known
                then {{ posted_amount('coalesce(known.cost_' ~ currency ~ '_amount, 0)') }}
        end as actual_cost_{{ currency }}_amount,
        case
            when known.is_cost_known and known.remaining_cost_{{ currency }}_amount is not null
                then {{ posted_amount(
                        'greatest(known.remaining_cost_' ~ currency
                        ~ '_amount - coalesce(since_estimate.cost_' ~ currency ~ '_amount, 0), 0)'
                    ) }}
        end as remaining_cost_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from known
    left join since_estimate
        on
            known.project_key = since_estimate.project_key
            and known.period_code = since_estimate.period_code
)

select * from estimated
