{#- What each forecaster says of the revenue of each entity and of the company's bookings in the next periods
    together, at the end of each period that is over, by what was known then, and what it came to. Of
    revenue, schedules are the managers' own; of bookings, the pipeline at the sellers' probabilities. -#}
{%- set horizons = [1, 3, 6, 12] -%}
with

period_ends as (
    select
        *,
        row_number() over (order by period_start_date) as place
    from {{ ref('int_period_ends__listed') }}
    where is_over
),

all_periods as (
    select
        period_code,
        period_end_date,
        row_number() over (order by period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

revenue_months as (
    select * from {{ ref('fct_revenue_month') }}
),

bookings as (
    select * from {{ ref('fct_bookings_backlog_month') }}
),

schedules as (
    select * from {{ ref('fct_revenue_schedule') }}
),

stages as (
    select * from {{ ref('int_opportunity_stages__dated') }}
),

stage_probabilities as (
    select * from {{ ref('fct_stage_probability') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

posted as (
    select
        'revenue' as measure,
        entity_code,
        accounting_period as period_code,
        revenue_reporting_amount as amount
    from revenue_months
    union all
    select
        'bookings' as measure,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        accounting_period as period_code,
        bookings_reporting_amount as amount
    from bookings
),

first_places as (
    select
        posted.measure,
        posted.entity_code,
        min(period_ends.place) as first_place
    from posted
    inner join period_ends on posted.period_code = period_ends.period_code
    where posted.amount <> 0
    group by posted.measure, posted.entity_code
),

months as (
    select
        first_places.measure,
        first_places.entity_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_running,
        period_ends.place,
        cast(coalesce(sum(posted.amount), 0) as decimal(18, 2)) as amount,
        max(case when posted.period_code is not null and posted.amount is null then 1 else 0 end) as is_unknown
    from first_places
    inner join period_ends on first_places.first_place <= period_ends.place
    left join posted
        on
            first_places.measure = posted.measure
            and {{ same('first_places', 'posted', ['entity_code']) }}
            and period_ends.period_code = posted.period_code
    group by
        first_places.measure,
        first_places.entity_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_running,
        period_ends.place
),

summed as (
    select
        *,
        sum(amount) over until_now as amount_until_now,
        sum(is_unknown) over until_now as unknown_until_now,
        case when sum(is_unknown) over last_year = 0 then sum(amount) over last_year end as amount_of_year,
        count(*) over last_year as periods_of_year,
        case when sum(is_unknown) over last_quarter = 0 then sum(amount) over last_quarter end
            as amount_of_quarter,
        count(*) over last_quarter as periods_of_quarter
    from months
    window
        until_now as (
            partition by measure, entity_code
            order by period_start_date
            rows between unbounded preceding and current row
        ),
        last_year as (
            partition by measure, entity_code
            order by period_start_date
            rows between 11 preceding and current row
        ),
        last_quarter as (
            partition by measure, entity_code
            order by period_start_date
            rows between 2 preceding and current row
        )
),

targets as (
    {% for horizon in horizons %}
        select
            summed.measure,
            summed.entity_code,
            summed.period_code,
            summed.period_start_date,
            summed.as_of_date,
            summed.is_running,
            summed.place,
            '{{ horizon }}' as horizon,
            {{ horizon }} as periods_ahead,
            summed.amount_of_year,
            summed.periods_of_year,
            summed.amount_of_quarter,
            summed.periods_of_quarter,
            all_periods.period_code as target_period,
            all_periods.period_end_date as target_date,
            all_periods.place as target_place,
            ahead.period_start_date as known_period_start_date,
            ahead.amount_until_now - summed.amount_until_now as outcome_value
        from summed
        inner join all_periods as here on summed.period_code = here.period_code
        inner join all_periods on here.place + {{ horizon }} = all_periods.place
        left join summed as ahead
            on
                summed.measure = ahead.measure
                and {{ same('summed', 'ahead', ['entity_code']) }}
                and all_periods.period_code = ahead.period_code
                and summed.unknown_until_now = ahead.unknown_until_now
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

made_schedules as (
    select distinct
        performance_obligation_key,
        schedule_version,
        made_on
    from schedules
),

-- A schedule is in force from the day it was made until the next is.
schedule_versions as (
    select
        *,
        lead(made_on, 1, cast('9999-12-31' as date)) over (
            partition by performance_obligation_key
            order by made_on, schedule_version
        ) as valid_before
    from made_schedules
),

schedules_in_force as (
    select
        schedules.entity_code,
        schedules.transaction_currency_code,
        period_ends.period_code,
        period_ends.as_of_date,
        schedules.planned_period,
        schedules.planned_amount
    from schedules
    inner join schedule_versions
        on {{ same_columns(
            'schedules', 'schedule_versions', ['performance_obligation_key', 'schedule_version', 'made_on']
        ) }}
    inner join period_ends
        on
            schedule_versions.made_on <= period_ends.as_of_date
            and schedule_versions.valid_before > period_ends.as_of_date
),

scheduled as (
    select
        schedules_in_force.entity_code,
        schedules_in_force.period_code,
        all_periods.place as planned_place,
        sum({{ in_currency(
            'schedules_in_force.planned_amount',
            'schedules_in_force.transaction_currency_code',
            reporting_currency(),
            'to_reporting',
        ) }}) as planned_amount
    from schedules_in_force
    inner join all_periods on schedules_in_force.planned_period = all_periods.period_code
    {{ join_fx_rate(
        'to_reporting',
        'schedules_in_force.transaction_currency_code',
        reporting_currency(),
        'schedules_in_force.as_of_date',
    ) }}
    group by schedules_in_force.entity_code, schedules_in_force.period_code, all_periods.place
),

scheduled_ahead as (
    select
        targets.entity_code,
        targets.period_code,
        targets.horizon,
        sum(scheduled.planned_amount) as stated_value
    from targets
    inner join all_periods as here on targets.period_code = here.period_code
    inner join scheduled
        on
            {{ same('targets', 'scheduled', ['entity_code']) }}
            and targets.period_code = scheduled.period_code
            and here.place < scheduled.planned_place
            and targets.target_place >= scheduled.planned_place
    where targets.measure = 'revenue'
    group by targets.entity_code, targets.period_code, targets.horizon
),

pipeline_ahead as (
    select
        targets.period_code,
        targets.horizon,
        sum({{ exact_product('stages.opportunity_reporting_amount', 'stages.win_probability_share') }})
            as seller_value,
        sum({{ exact_product(
            'stages.opportunity_reporting_amount', 'stage_probabilities.calibrated_probability_share'
        ) }}) as calibrated_value
    from targets
    inner join stages
        on
            targets.as_of_date >= stages.valid_from
            and targets.as_of_date < stages.valid_before
            and targets.target_date >= stages.close_date
    left join stage_probabilities
        on
            {{ same('stages', 'stage_probabilities', ['opportunity_type', 'stage']) }}
            and targets.period_code = stage_probabilities.accounting_period
    where targets.measure = 'bookings'
    group by targets.period_code, targets.horizon
),

said as (
    select
        targets.*,
        'reference_class' as forecaster,
        cast(
            case
                when targets.measure = 'bookings' and targets.periods_of_year >= 6
                    then {{ exact_quotient(
                        'targets.amount_of_year * targets.periods_ahead', 'targets.periods_of_year'
                    ) }}
                when targets.measure = 'revenue' and targets.periods_of_quarter = 3
                    then {{ exact_quotient('targets.amount_of_quarter * targets.periods_ahead', '3') }}
            end as decimal(18, 6)
        ) as stated_value
    from targets
    union all
    select
        targets.*,
        'managers_own' as forecaster,
        cast(scheduled_ahead.stated_value as decimal(18, 6)) as stated_value
    from targets
    inner join scheduled_ahead
        on
            {{ same('targets', 'scheduled_ahead', ['entity_code']) }}
            and targets.period_code = scheduled_ahead.period_code
            and targets.horizon = scheduled_ahead.horizon
    where targets.measure = 'revenue'
    union all
    select
        targets.*,
        'managers_own' as forecaster,
        cast(pipeline_ahead.seller_value as decimal(18, 6)) as stated_value
    from targets
    inner join pipeline_ahead
        on targets.period_code = pipeline_ahead.period_code and targets.horizon = pipeline_ahead.horizon
    where targets.measure = 'bookings'
    union all
    select
        targets.*,
        'calibrated_pipeline' as forecaster,
        cast(pipeline_ahead.calibrated_value as decimal(18, 6)) as stated_value
    from targets
    inner join pipeline_ahead
        on targets.period_code = pipeline_ahead.period_code and targets.horizon = pipeline_ahead.horizon
    where targets.measure = 'bookings'
),

stated as (
    select
        measure,
        entity_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        target_period,
        horizon,
        known_period_start_date,
        cast(outcome_value as decimal(18, 6)) as outcome_value,
        forecaster,
        stated_value
    from said
    where stated_value > 0
),

combined as (
    select
        measure,
        entity_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        target_period,
        horizon,
        known_period_start_date,
        outcome_value,
        'combination' as forecaster,
        cast({{ exact_quotient('sum(stated_value)', 'count(*)') }} as decimal(18, 6)) as stated_value
    from stated
    group by
        measure,
        entity_code,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        target_period,
        horizon,
        known_period_start_date,
        outcome_value
    having count(*) > 1
),

listed as (
    select * from stated
    union all
    select * from combined
)

select * from listed
