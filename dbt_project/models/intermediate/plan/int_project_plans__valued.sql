{#- What the plan that is in force at the end of each of a project's periods has planned until then. In the
    running period the plan counts by its days. Periods are counted from the plan's first one. -#}
{%- set counted = [
    'planned_cost_functional_amount', 'planned_cost_reporting_amount',
    'planned_revenue_functional_amount', 'planned_revenue_reporting_amount',
] -%}
with

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__cumulated') }}
),

periods as (
    select
        period_code,
        period_start_date,
        {{ days_between('period_start_date', 'period_end_date') }} + 1 as days,
        row_number() over (order by period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

last_periods as (
    select * from planned_periods
    where period_number = planned_duration
),

in_force as (
    select
        project_periods.project_key,
        project_periods.period_code,
        baselines.baseline_key,
        baselines.version_number,
        last_periods.plan_problem,
        last_periods.planned_duration,
        last_periods.period_end_date as planned_end_date,
        last_periods.all_planned_hours,
        {% for measure in counted %}
            last_periods.{{ measure | replace('_functional', '_in_all_functional') | replace('_reporting', '_in_all_reporting') }}
                as {{ measure | replace('planned_', 'all_') }},
        {% endfor %}
        last_periods.baseline_key is null as is_without_periods,
        periods.days,
        {{ days_between('project_periods.period_start_date', 'project_periods.as_of_date') }} + 1
            as elapsed_days,
        periods.place - last_places.place + last_periods.planned_duration as period_number
    from project_periods
    inner join baselines
        on
            project_periods.project_key = baselines.project_key
            and project_periods.as_of_date >= baselines.approved_date
            and project_periods.as_of_date < baselines.valid_before
    inner join periods on project_periods.period_code = periods.period_code
    left join last_periods on baselines.baseline_key = last_periods.baseline_key
    left join periods as last_places on last_periods.period_code = last_places.period_code
),

counted as (
    select
        in_force.project_key,
        in_force.period_code,
        in_force.baseline_key,
        in_force.version_number,
        case when in_force.is_without_periods then 'nothing is planned' else in_force.plan_problem end
            as plan_problem,
        in_force.planned_duration,
        in_force.planned_end_date,
        in_force.all_planned_hours,
        {% for measure in counted %}
            {%- set all = 'in_force.' ~ (measure | replace('planned_', 'all_')) %}
            {%- set until = measure | replace('_functional', '_to_date_functional') | replace('_reporting', '_to_date_reporting') %}
            {{ all }},
            case
                when in_force.period_number < 1 or in_force.period_number > in_force.planned_duration
                    then 0 * {{ all }}
                else {{ posted_share('planned_periods.' ~ measure, 'in_force.elapsed_days', 'in_force.days') }}
            end as {{ measure }},
            case
                when in_force.period_number < 1 then 0 * {{ all }}
                when in_force.period_number > in_force.planned_duration then {{ all }}
                else
                    planned_periods.{{ until }} - planned_periods.{{ measure }}
                    + {{ posted_share('planned_periods.' ~ measure, 'in_force.elapsed_days', 'in_force.days') }}
            end as {{ until }},
        {% endfor %}
        case
            when in_force.period_number < 1 or in_force.period_number > in_force.planned_duration then 0
            else {{ exact_product(
                'planned_periods.planned_hours', exact_quotient('in_force.elapsed_days', 'in_force.days')
            ) }}
        end as planned_hours,
        case
            when in_force.period_number < 1 then 0
            when in_force.period_number > in_force.planned_duration then in_force.all_planned_hours
            else
                planned_periods.planned_cumulative_hours - planned_periods.planned_hours
                + {{ exact_product(
                    'planned_periods.planned_hours', exact_quotient('in_force.elapsed_days', 'in_force.days')
                ) }}
        end as planned_cumulative_hours,
        case
            when in_force.period_number < 1 then 0
            else
                in_force.period_number - 1
                + {{ exact_quotient('in_force.elapsed_days', 'in_force.days') }}
        end as actual_time
    from in_force
    left join planned_periods
        on
            in_force.baseline_key = planned_periods.baseline_key
            and in_force.period_code = planned_periods.period_code
),

typed as (
    select
        project_key,
        period_code,
        baseline_key,
        version_number,
        plan_problem,
        planned_duration,
        planned_end_date,
        cast(planned_hours as decimal(18, 6)) as planned_hours,
        cast(planned_cumulative_hours as decimal(18, 6)) as planned_cumulative_hours,
        {% for measure in counted %}
            {%- set until = measure | replace('_functional', '_to_date_functional') | replace('_reporting', '_to_date_reporting') %}
            cast({{ measure }} as decimal(18, 2)) as {{ measure }},
            cast({{ until }} as decimal(18, 2)) as {{ until }},
        {% endfor %}
        {% for currency in ['functional', 'reporting'] %}
            case
                when plan_problem is null then cast(all_cost_{{ currency }}_amount as decimal(18, 2))
            end as budget_at_completion_{{ currency }}_amount,
            case
                when plan_problem is null
                    then cast(planned_cost_to_date_{{ currency }}_amount as decimal(18, 2))
            end as planned_value_{{ currency }}_amount,
        {% endfor %}
        cast(actual_time as decimal(18, 6)) as actual_time
    from counted
)

select * from typed
