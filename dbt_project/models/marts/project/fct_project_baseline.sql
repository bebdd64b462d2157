{#- The approved plans of projects, the first and each one that replaced it, period by period. -#}
with

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__cumulated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

budgets as (
    select
        baseline_key,
        plan_problem,
        case when plan_problem is null then planned_cost_in_all_functional_amount end
            as functional_amount,
        case when plan_problem is null then planned_cost_in_all_reporting_amount end as reporting_amount
    from planned_periods
    where period_number = planned_duration
),

versions as (
    select
        baselines.baseline_key,
        baselines.project_key,
        baselines.entity_code,
        baselines.version_number,
        baselines.is_original,
        baselines.approved_date,
        baselines.valid_before,
        baselines.approved_by,
        baselines.reason,
        baselines.functional_currency_code,
        baselines.reporting_currency_code,
        budgets.plan_problem,
        budgets.functional_amount,
        budgets.reporting_amount,
        lag(budgets.functional_amount) over in_order as functional_amount_before,
        lag(budgets.reporting_amount) over in_order as reporting_amount_before
    from baselines
    left join budgets on baselines.baseline_key = budgets.baseline_key
    window in_order as (
        partition by baselines.project_key
        order by
            baselines.approved_date, baselines.version_number, baselines.system_name, baselines.baseline_id
    )
),

described as (
    select
        {{ surrogate_key(['versions.baseline_key', 'planned_periods.period_code']) }}
            as project_baseline_key,
        versions.baseline_key,
        versions.project_key,
        versions.entity_code,
        versions.version_number as baseline_version_number,
        versions.is_original,
        run.as_of_date >= versions.approved_date and run.as_of_date < versions.valid_before as is_in_force,
        versions.approved_date,
        nullif(versions.valid_before, cast('9999-12-31' as date)) as superseded_date,
        versions.approved_by,
        versions.reason as change_reason,
        planned_periods.period_code as accounting_period,
        planned_periods.period_number as planned_period_number,
        planned_periods.planned_hours as planned_period_hours,
        planned_periods.planned_cumulative_hours,
        versions.functional_currency_code,
        planned_periods.planned_cost_functional_amount as planned_period_cost_functional_amount,
        planned_periods.planned_cost_to_date_functional_amount,
        planned_periods.planned_revenue_functional_amount,
        planned_periods.planned_revenue_to_date_functional_amount,
        cast(versions.functional_amount as decimal(18, 2)) as budget_at_completion_functional_amount,
        cast(versions.functional_amount - versions.functional_amount_before as decimal(18, 2))
            as budget_change_functional_amount,
        versions.reporting_currency_code,
        planned_periods.planned_cost_reporting_amount as planned_period_cost_reporting_amount,
        planned_periods.planned_cost_to_date_reporting_amount,
        planned_periods.planned_revenue_reporting_amount,
        planned_periods.planned_revenue_to_date_reporting_amount,
        cast(versions.reporting_amount as decimal(18, 2)) as budget_at_completion_reporting_amount,
        cast(versions.reporting_amount - versions.reporting_amount_before as decimal(18, 2))
            as budget_change_reporting_amount,
        case
            when planned_periods.baseline_key is null then 'nothing is planned'
            else versions.plan_problem
        end as not_measured_reason
    from versions
    cross join run
    left join planned_periods on versions.baseline_key = planned_periods.baseline_key
)

select * from described
