{#- The work that lies ahead, spread evenly over its working days, Monday to Friday, and over roles as its project
    was worked on until now, or as all projects were. What falls after the weeks that are planned is not here. -#}
with

planned_work as (
    select * from {{ ref('int_planned_work__listed') }}
),

role_shares as (
    select * from {{ ref('int_role_shares__counted') }}
),

plan_days as (
    select * from {{ ref('int_plan_weeks__listed') }}
),

begun as (
    select distinct project_key
    from role_shares
    where project_key is not null
),

-- Monday to Friday of whole weeks, and what the days at both ends leave of theirs.
measured as (
    select
        planned_work.planned_work_key,
        planned_work.project_key,
        planned_work.opportunity_key,
        planned_work.is_soft,
        planned_work.probability_share,
        planned_work.start_date,
        planned_work.end_date,
        planned_work.hours,
        planned_work.opportunity_reporting_amount,
        begun.project_key as begun_project_key,
        greatest(
            5 * cast(floor(
                ({{ days_between(plus_days('planned_work.start_date', '1 - ' ~ iso_weekday('planned_work.start_date')),
                    plus_days('planned_work.end_date', '1 - ' ~ iso_weekday('planned_work.end_date'))) }}) / 7
            ) as integer)
            + least({{ iso_weekday('planned_work.end_date') }}, 5)
            - least({{ iso_weekday('planned_work.start_date') }} - 1, 5), 1
        ) as working_days
    from planned_work
    left join begun on planned_work.project_key = begun.project_key
),

weeks as (
    select
        measured.planned_work_key,
        plan_days.week_start_date,
        count(*) as days
    from measured
    inner join plan_days
        on
            measured.start_date <= plan_days.calendar_date
            and measured.end_date >= plan_days.calendar_date
    group by measured.planned_work_key, plan_days.week_start_date
),

spread as (
    select
        measured.planned_work_key,
        measured.project_key,
        measured.opportunity_key,
        measured.is_soft,
        measured.probability_share,
        weeks.week_start_date,
        role_shares.role,
        cast({{ exact_product(
            exact_quotient('measured.hours * weeks.days', 'measured.working_days'), 'role_shares.role_share'
        ) }} as decimal(18, 6)) as work_hours,
        cast({{ exact_product(
            exact_quotient('measured.opportunity_reporting_amount * weeks.days', 'measured.working_days'),
            'role_shares.role_share',
        ) }} as decimal(18, 6)) as planned_amount
    from measured
    inner join weeks on measured.planned_work_key = weeks.planned_work_key
    inner join role_shares
        on
            coalesce(measured.begun_project_key, '~') = coalesce(role_shares.project_key, '~')
),

described as (
    select
        {{ surrogate_key(['planned_work_key', 'week_start_date', 'role']) }} as planned_work_week_key,
        planned_work_key,
        project_key,
        opportunity_key,
        role,
        week_start_date,
        is_soft,
        probability_share,
        work_hours,
        cast(case when is_soft then 0 else work_hours end as decimal(18, 6)) as hard_demand_hours,
        cast(
            case when is_soft then {{ exact_product('work_hours', 'probability_share') }} else 0 end
            as decimal(18, 6)
        ) as soft_demand_hours,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ posted_amount('coalesce(' ~ exact_product('planned_amount', 'probability_share') ~ ', 0)') }}
            as weighted_pipeline_reporting_amount
    from spread
)

select * from described
