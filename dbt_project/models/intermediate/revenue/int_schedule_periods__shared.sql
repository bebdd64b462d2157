{#- In which accounting periods the rest of each version of a schedule is expected, in whole cents by largest
    remainder: for milestones those of their forecast days, by their weights; for progress by work those
    of the approved plan, by its hours or cost, and without a plan for days to come each day until the
    forecast end alike; for what is earned by time each day alike; for what is handed over its last
    day. What was to be over by the version's day is expected on the next one, what is later than
    the calendar in its last period. -#}
{%- set version = 'partition by performance_obligation_key, schedule_version' -%}
with

versions as (
    select * from {{ ref('int_schedule_versions__listed') }}
    where remaining_amount <> 0
),

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where state <> 'cancelled' and weight_share > 0
),

planned_periods as (
    select * from {{ ref('int_planned_periods__unioned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

calendar as (
    select max(period_end_date) as last_day
    from periods
),

by_milestone as (
    select
        versions.performance_obligation_key,
        versions.schedule_version,
        1 as choice,
        greatest(
            coalesce(milestones.forecast_date, milestones.baseline_date, versions.end_date, versions.made_on),
            {{ plus_days('versions.made_on', 1) }}
        ) as first_day,
        milestones.weight_share as weight
    from versions
    inner join milestones
        on
            versions.system_name = milestones.system_name
            and versions.project_id = milestones.project_id
            and versions.performance_obligation_id = milestones.performance_obligation_id
    where
        versions.applied_method in ('milestones', 'units_delivered')
        and coalesce(milestones.accepted_date, cast('9999-12-31' as date)) > versions.made_on
),

by_plan as (
    select
        versions.performance_obligation_key,
        versions.schedule_version,
        1 as choice,
        greatest(planned_periods.period_start_date, {{ plus_days('versions.made_on', 1) }}) as first_day,
        {{ exact_quotient(
            'case when versions.applied_method = \'hours\' then planned_periods.planned_hours'
            ~ ' else planned_periods.planned_cost_amount end * ' ~ days_between(
                'greatest(periods.period_start_date, ' ~ plus_days('versions.made_on', 1) ~ ')',
                plus_days('periods.period_end_date', 1),
            ),
            days_between('periods.period_start_date', plus_days('periods.period_end_date', 1)),
        ) }} as weight
    from versions
    inner join planned_periods
        on
            versions.plan_system_name = planned_periods.system_name
            and versions.baseline_id = planned_periods.baseline_id
    inner join periods
        on
            planned_periods.period_start_date
            between periods.period_start_date and periods.period_end_date
    where
        versions.applied_method in ('cost_to_cost', 'hours', 'zero_margin')
        and periods.period_end_date > versions.made_on
),

last_milestones as (
    select
        versions.performance_obligation_key,
        versions.schedule_version,
        max(coalesce(milestones.forecast_date, milestones.baseline_date)) as forecast_date
    from versions
    inner join milestones
        on
            versions.system_name = milestones.system_name
            and versions.project_id = milestones.project_id
            and versions.performance_obligation_id = milestones.performance_obligation_id
    where versions.applied_method = 'point_in_time'
    group by versions.performance_obligation_key, versions.schedule_version
),

windows as (
    select
        versions.performance_obligation_key,
        versions.schedule_version,
        least(
            case
                when versions.applied_method = 'point_in_time'
                    then greatest(
                        coalesce(last_milestones.forecast_date, versions.end_date, versions.made_on),
                        {{ plus_days('versions.made_on', 1) }}
                    )
                else
                    greatest(
                        coalesce(versions.start_date, versions.made_on),
                        {{ plus_days('versions.made_on', 1) }}
                    )
            end,
            calendar.last_day
        ) as first_day,
        case
            when versions.applied_method = 'point_in_time' then cast('1900-01-01' as date)
            when versions.forecast_end_date > versions.made_on then versions.forecast_end_date
            else coalesce(versions.end_date, cast('1900-01-01' as date))
        end as last_day
    from versions
    cross join calendar
    left join last_milestones
        on
            versions.performance_obligation_key = last_milestones.performance_obligation_key
            and versions.schedule_version = last_milestones.schedule_version
),

by_day as (
    select
        windows.performance_obligation_key,
        windows.schedule_version,
        2 as choice,
        greatest(windows.first_day, periods.period_start_date) as first_day,
        cast({{ days_between(
            'greatest(windows.first_day, periods.period_start_date)',
            plus_days('least(greatest(windows.last_day, windows.first_day), periods.period_end_date)', 1),
        ) }} as decimal(28, 6)) as weight
    from windows
    inner join periods
        on
            windows.first_day <= periods.period_end_date
            and greatest(windows.last_day, windows.first_day) >= periods.period_start_date
),

ways as (
    select * from by_milestone
    union all
    select * from by_plan
    where weight > 0
    union all
    select * from by_day
),

ranked as (
    select
        *,
        min(choice) over ({{ version }}) as best_choice
    from ways
),

weighed as (
    select
        ranked.performance_obligation_key,
        ranked.schedule_version,
        periods.period_code,
        min(periods.period_start_date) as period_start_date,
        cast(sum(ranked.weight) * 1000000 as decimal(18, 0)) as weight
    from ranked
    cross join calendar
    inner join periods
        on
            least(ranked.first_day, calendar.last_day)
            between periods.period_start_date and periods.period_end_date
    where ranked.choice = ranked.best_choice
    group by ranked.performance_obligation_key, ranked.schedule_version, periods.period_code
),

priced as (
    select
        weighed.*,
        versions.remaining_amount,
        cast(abs(versions.remaining_amount) * 100 as decimal(18, 0)) as remaining_cents,
        sum(weighed.weight) over (
            partition by weighed.performance_obligation_key, weighed.schedule_version
        ) as all_weights
    from weighed
    inner join versions
        on
            weighed.performance_obligation_key = versions.performance_obligation_key
            and weighed.schedule_version = versions.schedule_version
),

floored as (
    select
        *,
        {{ whole_share('remaining_cents', 'weight', 'all_weights') }} as whole_cents,
        {{ rest_of_share('remaining_cents', 'weight', 'all_weights') }} as rest_of_cent
    from priced
),

placed as (
    select
        *,
        remaining_cents - sum(whole_cents) over ({{ version }}) as cents_left,
        row_number() over ({{ version }} order by rest_of_cent desc, period_start_date asc) as place
    from floored
),

shared as (
    select
        performance_obligation_key,
        schedule_version,
        period_code,
        cast(
            {{ sign_of('remaining_amount') }}
            * (whole_cents + case when place <= cents_left then 1 else 0 end)
            * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
        ) as planned_amount
    from placed
)

select * from shared
