{#- What each forecaster says of each project at the end of each of its periods, by what was known then, while
    it is not complete: what it will cost, how many hours it will take, and on which day counted from the
    first of its first plan it will end. The combination is the mean of the others, where there are two. What was
    worked by then it will have been: no project ends before the last day that it was worked on. -#}
with

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

completed as (
    select * from {{ ref('int_projects__completed') }}
),

work as (
    select * from {{ ref('int_costs__grouped') }}
    where project_key is not null
),

costs as (
    select * from {{ ref('int_project_costs__cumulated') }}
),

plans as (
    select * from {{ ref('int_project_plans__valued') }}
),

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__cumulated') }}
),

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
    where evm_level = 'project'
),

horizons as (
    select * from {{ ref('forecast_horizons') }}
),

origins as (
    select
        baselines.project_key,
        min(planned_periods.period_start_date) as origin_date
    from baselines
    inner join planned_periods on baselines.baseline_key = planned_periods.baseline_key
    where baselines.is_original
    group by baselines.project_key
),

last_periods as (
    select * from planned_periods
    where period_number = planned_duration
),

-- What was spent in the last three periods, or since the first, in how many days.
burned as (
    select
        project_periods.project_key,
        project_periods.period_code,
        costs.cumulative_hours - coalesce(lag(costs.cumulative_hours, 3) over in_order, 0) as burned_hours,
        costs.actual_cost_reporting_amount
        - coalesce(lag(costs.actual_cost_reporting_amount, 3) over in_order, 0) as burned_reporting_amount,
        {{ days_between(
            'coalesce(lag(project_periods.as_of_date, 3) over in_order, '
            ~ plus_days('min(project_periods.period_start_date) over in_order', -1) ~ ')',
            'project_periods.as_of_date',
        ) }} as burned_days
    from project_periods
    inner join costs
        on
            project_periods.project_key = costs.project_key
            and project_periods.period_code = costs.period_code
    window in_order as (
        partition by project_periods.project_key
        order by project_periods.period_start_date
    )
),

worked as (
    select
        project_key,
        accounting_period,
        max(last_work_date) as last_work_date
    from work
    group by project_key, accounting_period
),

last_worked as (
    select
        project_periods.project_key,
        project_periods.period_code,
        max(worked.last_work_date) over (
            partition by project_periods.project_key
            order by project_periods.period_start_date
            rows between unbounded preceding and current row
        ) as last_work_date
    from project_periods
    left join worked
        on
            project_periods.project_key = worked.project_key
            and project_periods.period_code = worked.accounting_period
),

known as (
    select
        project_periods.project_key,
        project_periods.entity_code,
        project_periods.period_code,
        project_periods.period_start_date,
        project_periods.as_of_date,
        project_periods.is_running,
        projects.project_type,
        origins.origin_date,
        costs.cumulative_hours,
        costs.actual_cost_reporting_amount,
        plans.planned_end_date,
        plans.budget_at_completion_reporting_amount,
        last_periods.all_planned_hours,
        burned.burned_hours,
        burned.burned_reporting_amount,
        burned.burned_days,
        evm_periods.eac_cpi_reporting_amount,
        evm_periods.cpi,
        evm_periods.earned_share,
        evm_periods.ieac_t,
        evm_periods.planned_duration_periods,
        {{ days_between('origins.origin_date', 'plans.planned_end_date') }} as planned_days,
        {{ days_between('origins.origin_date', 'last_worked.last_work_date') }} as worked_days,
        case when costs.estimate_source = 'estimate' then costs.remaining_hours end as remaining_hours,
        case when costs.estimate_source = 'estimate' then costs.remaining_cost_reporting_amount end
            as remaining_cost_reporting_amount,
        case when costs.estimate_source = 'estimate' then costs.forecast_end_date end
            as forecast_end_date
    from project_periods
    inner join origins on project_periods.project_key = origins.project_key
    left join projects on project_periods.project_key = projects.project_key
    left join completed
        on
            project_periods.project_key = completed.project_key
            and project_periods.as_of_date >= completed.complete_from
            and project_periods.as_of_date < completed.complete_before
    left join costs
        on
            project_periods.project_key = costs.project_key
            and project_periods.period_code = costs.period_code
    left join burned
        on
            project_periods.project_key = burned.project_key
            and project_periods.period_code = burned.period_code
    left join last_worked
        on
            project_periods.project_key = last_worked.project_key
            and project_periods.period_code = last_worked.period_code
    left join plans
        on
            project_periods.project_key = plans.project_key
            and project_periods.period_code = plans.period_code
    left join last_periods on plans.baseline_key = last_periods.baseline_key
    left join evm_periods
        on
            project_periods.project_key = evm_periods.project_key
            and project_periods.period_code = evm_periods.accounting_period
    where completed.project_key is null
),

expected as (
    select
        *,
        coalesce(forecast_end_date, planned_end_date) as expected_end_date,
        {{ days_between('as_of_date', 'coalesce(forecast_end_date, planned_end_date)') }} as days_to_go
    from known
),

-- Of what is expected to end in the period that ends, nothing is left to be forecast.
placed as (
    select
        expected.*,
        horizons.horizon
    from expected
    inner join horizons
        on
            expected.days_to_go >= coalesce(horizons.days_from, expected.days_to_go)
            and expected.days_to_go < coalesce(horizons.days_before, expected.days_to_go + 1)
    where expected.days_to_go > 0 or expected.expected_end_date < expected.period_start_date
),

{% set sayings = [
    ('cost_at_completion', 'managers_own', 'actual_cost_reporting_amount + remaining_cost_reporting_amount'),
    ('cost_at_completion', 'earned_value', 'eac_cpi_reporting_amount'),
    ('cost_at_completion', 'burn_rate',
        'actual_cost_reporting_amount + '
        ~ exact_quotient('burned_reporting_amount * greatest(days_to_go, 0)', 'burned_days')),
    ('cost_at_completion', 'reference_class', 'budget_at_completion_reporting_amount'),
    ('hours_at_completion', 'managers_own', 'cumulative_hours + remaining_hours'),
    ('hours_at_completion', 'earned_value',
        'case when cpi is not null then ' ~ exact_quotient('cumulative_hours', 'earned_share') ~ ' end'),
    ('hours_at_completion', 'burn_rate',
        'cumulative_hours + ' ~ exact_quotient('burned_hours * greatest(days_to_go, 0)', 'burned_days')),
    ('hours_at_completion', 'reference_class', 'all_planned_hours'),
    ('end_date', 'managers_own', days_between('origin_date', 'forecast_end_date')),
    ('end_date', 'earned_schedule', exact_quotient('planned_days * ieac_t', 'planned_duration_periods')),
    ('end_date', 'reference_class', 'planned_days'),
] -%}
{%- set to_date = {
    'cost_at_completion': 'actual_cost_reporting_amount',
    'hours_at_completion': 'cumulative_hours',
    'end_date': '0',
} -%}
{%- set least = {'end_date': 'worked_days'} -%}
said as (
    {% for measure, forecaster, value in sayings -%}
        select
            '{{ measure }}' as measure,
            project_key,
            entity_code,
            project_type,
            period_code,
            period_start_date,
            as_of_date,
            is_running,
            horizon,
            origin_date,
            cast({{ to_date[measure] }} as decimal(18, 6)) as cumulative_value,
            cast({{ least.get(measure, 'null') }} as decimal(18, 6)) as least_value,
            '{{ forecaster }}' as forecaster,
            cast({{ value }} as decimal(18, 6)) as stated_value
        from placed
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

stated as (
    select * from said
    where stated_value > 0
),

combined as (
    select
        measure,
        project_key,
        entity_code,
        project_type,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        horizon,
        origin_date,
        cumulative_value,
        least_value,
        'combination' as forecaster,
        cast({{ exact_quotient('sum(stated_value)', 'count(*)') }} as decimal(18, 6)) as stated_value
    from stated
    group by
        measure,
        project_key,
        entity_code,
        project_type,
        period_code,
        period_start_date,
        as_of_date,
        is_running,
        horizon,
        origin_date,
        cumulative_value,
        least_value
    having count(*) > 1
),

listed as (
    select * from stated
    union all
    select * from combined
)

select * from listed
