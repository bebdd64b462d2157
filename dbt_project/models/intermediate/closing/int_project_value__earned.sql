{#- Budget, planned value, earned value and actual cost of each project that was ever planned, of each of its
    work packages, and of work outside of them, at the end of each of its periods. A project earns what
    its packages earn; where none were known yet, its plan by the weight of the milestones that were
    accepted, as they stood then; where it has none, its plan by cost, which can judge no cost. A plan
    stands for an estimate where progress is measured by cost, and is no estimate of what remains. -#}
{%- set books = ['functional', 'reporting'] -%}
with

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

baselines as (
    select distinct project_key
    from {{ ref('int_baselines__dated') }}
),

plans as (
    select * from {{ ref('int_project_plans__valued') }}
),

costs as (
    select * from {{ ref('int_project_costs__cumulated') }}
),

packages as (
    select * from {{ ref('int_work_packages__earned') }}
),

package_costs as (
    select * from {{ ref('int_work_packages__costed') }}
),

milestones as (
    select * from {{ ref('fct_milestone_status') }}
    where milestone_state <> 'cancelled'
),

known_packages as (
    select
        packages.project_key,
        packages.period_code,
        packages.work_package_key,
        packages.ev_technique,
    {% for currency in books %}
        packages.budget_at_completion_{{ currency }}_amount,
        packages.planned_value_{{ currency }}_amount,
        packages.earned_value_{{ currency }}_amount,
        package_costs.actual_cost_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from packages
    inner join package_costs
        on
            packages.project_key = package_costs.project_key
            and packages.period_code = package_costs.period_code
            and packages.work_package_key = package_costs.work_package_key
),

package_sums as (
    select
        project_key,
        period_code,
        case when min(ev_technique) = max(ev_technique) then min(ev_technique) else 'mixed' end
            as ev_technique,
        count(budget_at_completion_functional_amount) as budgeted_packages,
    {% for currency in books %}
        case
            when count(*) = count(earned_value_{{ currency }}_amount)
                then sum(earned_value_{{ currency }}_amount)
        end as earned_value_{{ currency }}_amount,
        case
            when count(*) = count(actual_cost_{{ currency }}_amount)
                then sum(actual_cost_{{ currency }}_amount)
        end as actual_cost_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from known_packages
    group by project_key, period_code
),

weights as (
    select
        project_key,
        accounting_period as period_code,
        sum(weight_share) as all_weights,
        sum(case when accepted_date is null then 0 else weight_share end) as accepted_weights
    from milestones
    group by project_key, accounting_period
    having count(*) = count(weight_share) and sum(weight_share) > 0
),

measured as (
    select
        project_periods.*,
        plans.baseline_key,
        plans.plan_problem,
        plans.planned_duration,
        plans.actual_time,
        case
            when package_sums.project_key is not null then package_sums.ev_technique
            when weights.project_key is not null then 'weighted_milestones'
            when costs.remaining_cost_functional_amount is not null then 'progress_by_cost'
        end as ev_technique,
        package_sums.budgeted_packages,
        costs.estimate_source,
    {% for currency in books %}
        plans.budget_at_completion_{{ currency }}_amount,
        plans.planned_value_{{ currency }}_amount,
        costs.actual_cost_{{ currency }}_amount,
        costs.remaining_cost_{{ currency }}_amount,
        package_sums.actual_cost_{{ currency }}_amount as package_cost_{{ currency }}_amount,
        case
            when plans.budget_at_completion_{{ currency }}_amount is null then null
            when package_sums.project_key is not null
                then package_sums.earned_value_{{ currency }}_amount
            when weights.project_key is not null
                then {{ posted_share(
                        'plans.budget_at_completion_' ~ currency ~ '_amount',
                        'weights.accepted_weights',
                        'weights.all_weights',
                    ) }}
            when costs.actual_cost_{{ currency }}_amount >= 0
                then {{ posted_share(
                        'plans.budget_at_completion_' ~ currency ~ '_amount',
                        'costs.actual_cost_' ~ currency ~ '_amount',
                        '(costs.actual_cost_' ~ currency ~ '_amount + costs.remaining_cost_'
                        ~ currency ~ '_amount)',
                    ) }}
        end as earned_value_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from project_periods
    inner join baselines on project_periods.project_key = baselines.project_key
    inner join costs
        on
            project_periods.project_key = costs.project_key
            and project_periods.period_code = costs.period_code
    left join plans
        on
            project_periods.project_key = plans.project_key
            and project_periods.period_code = plans.period_code
    left join package_sums
        on
            project_periods.project_key = package_sums.project_key
            and project_periods.period_code = package_sums.period_code
    left join weights
        on
            project_periods.project_key = weights.project_key
            and project_periods.period_code = weights.period_code
),

levels as (
    select
        project_key,
        period_code,
        'project' as evm_level,
        cast(null as {{ dbt.type_string() }}) as work_package_key,
        ev_technique,
        {% for currency in books %}
            budget_at_completion_{{ currency }}_amount,
            planned_value_{{ currency }}_amount,
            earned_value_{{ currency }}_amount,
            actual_cost_{{ currency }}_amount,
            case when estimate_source = 'estimate' then remaining_cost_{{ currency }}_amount end
                as remaining_cost_{{ currency }}_amount,
        {% endfor %}
        case
            when baseline_key is null then 'no plan approved yet'
            when plan_problem is not null then plan_problem
            when budgeted_packages = 0 then 'no work package has a budget'
            when actual_cost_functional_amount is null then 'work without a cost'
            when ev_technique is null then 'no measure of progress'
            when earned_value_functional_amount is null and budgeted_packages is not null
                then 'progress of a work package is unknown'
            when ev_technique = 'progress_by_cost' then 'progress by cost can not judge cost'
        end as not_measured_reason
    from measured
    union all
    select
        project_key,
        period_code,
        'work_package' as evm_level,
        work_package_key,
        ev_technique,
        {% for currency in books %}
            budget_at_completion_{{ currency }}_amount,
            planned_value_{{ currency }}_amount,
            earned_value_{{ currency }}_amount,
            actual_cost_{{ currency }}_amount,
            cast(null as decimal(18, 2)) as remaining_cost_{{ currency }}_amount,
        {% endfor %}
        case
            when budget_at_completion_functional_amount is null then 'no budget to share'
            when actual_cost_functional_amount is null then 'work without a cost'
            when earned_value_functional_amount is null then 'progress of a work package is unknown'
        end as not_measured_reason
    from known_packages
    union all
    select
        project_key,
        period_code,
        'outside_work_packages' as evm_level,
        cast(null as {{ dbt.type_string() }}) as work_package_key,
        cast(null as {{ dbt.type_string() }}) as ev_technique,
        {% for currency in books %}
            cast(0 as decimal(18, 2)) as budget_at_completion_{{ currency }}_amount,
            cast(0 as decimal(18, 2)) as planned_value_{{ currency }}_amount,
            cast(0 as decimal(18, 2)) as earned_value_{{ currency }}_amount,
            cast(
                actual_cost_{{ currency }}_amount - package_cost_{{ currency }}_amount as decimal(18, 2)
            ) as actual_cost_{{ currency }}_amount,
            cast(null as decimal(18, 2)) as remaining_cost_{{ currency }}_amount,
        {% endfor %}
        cast(null as {{ dbt.type_string() }}) as not_measured_reason
    from measured
    where budgeted_packages is not null
),

described as (
    select
        levels.project_key,
        measured.entity_code,
        levels.period_code,
        measured.period_start_date,
        measured.is_running,
        levels.evm_level,
        levels.work_package_key,
        measured.baseline_key,
        levels.ev_technique,
        measured.functional_currency_code,
        measured.reporting_currency_code,
        {% for currency in books %}
            cast(levels.budget_at_completion_{{ currency }}_amount as decimal(18, 2))
                as budget_at_completion_{{ currency }}_amount,
            cast(levels.planned_value_{{ currency }}_amount as decimal(18, 2))
                as planned_value_{{ currency }}_amount,
            cast(levels.earned_value_{{ currency }}_amount as decimal(18, 2))
                as earned_value_{{ currency }}_amount,
            cast(levels.actual_cost_{{ currency }}_amount as decimal(18, 2))
                as actual_cost_{{ currency }}_amount,
            cast(levels.remaining_cost_{{ currency }}_amount as decimal(18, 2))
                as remaining_cost_{{ currency }}_amount,
        {% endfor %}
        case when levels.evm_level = 'project' then measured.planned_duration end as planned_duration,
        case when levels.evm_level = 'project' then measured.actual_time end as actual_time,
        levels.not_measured_reason
    from levels
    inner join measured
        on
            levels.project_key = measured.project_key
            and levels.period_code = measured.period_code
)

select * from described
