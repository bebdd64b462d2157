{#- What is wrong with plans and estimates of projects: client work that nobody planned, where plans are
    delivered at all; plans and progress that measure nothing; tasks that moved to another project; and
    estimates of live projects that are older, or used up earlier, than the seed project_state_rules allows. -#}
with

projects as (
    select * from {{ ref('dim_project') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('fct_project_baseline') }}
    where not_measured_reason is not null and is_in_force
),

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
    where evm_level = 'project' and is_running_period
),

months as (
    select * from {{ ref('fct_project_month') }}
    where rag_state is not null
),

task_versions as (
    {{ canonical_versions('tasks') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

named_projects as (
    select
        identities.crosswalk_key as project_key,
        identities.system_name,
        identities.source_id,
        row_number() over (
            partition by identities.crosswalk_key
            order by identities.is_inferred, identities.system_name, identities.source_id
        ) as place
    from identities
),

ranked_months as (
    select
        *,
        row_number() over (
            partition by project_key
            order by accounting_period desc, entity_code asc
        ) as recency
    from months
),

live as (
    select
        projects.project_key,
        projects.project_type,
        named_projects.system_name,
        named_projects.source_id,
        ranked_months.entity_code,
        ranked_months.accounting_period,
        ranked_months.cumulative_hours,
        ranked_months.posted_cost_to_date_reporting_amount,
        ranked_months.is_estimate_stale,
        ranked_months.is_estimate_used_up,
        ranked_months.estimate_date,
        ranked_months.remaining_hours,
        ranked_months.remaining_cost_reporting_amount
    from projects
    inner join named_projects
        on projects.project_key = named_projects.project_key and named_projects.place = 1
    inner join ranked_months
        on projects.project_key = ranked_months.project_key and ranked_months.recency = 1
    where projects.state = 'open'
),

planned as (
    select distinct project_key
    from baselines
),

any_plan as (
    select count(*) as plans
    from planned
),

without_plan as (
    select
        'project_without_baseline' as finding_code,
        live.system_name,
        'projects' as table_name,
        live.source_id,
        live.entity_code,
        live.accounting_period,
        'no approved plan' as found,
        'a plan that was approved before work began' as expected,
        live.cumulative_hours as hours_at_stake,
        live.posted_cost_to_date_reporting_amount as reporting_amount_at_stake
    from live
    cross join any_plan
    left join planned on live.project_key = planned.project_key
    where
        any_plan.plans > 0
        and planned.project_key is null
        and live.project_type in ('time_and_materials', 'fixed_fee', 'milestone', 'managed_service')
),

not_measurable as (
    select
        'baseline_not_measurable' as finding_code,
        baselines.system_name,
        'baselines' as table_name,
        baselines.baseline_id as source_id,
        baselines.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        min(planned_periods.not_measured_reason) as found,
        'a cost for each month of the plan, within the fiscal calendar' as expected,
        sum(planned_periods.planned_period_hours) as hours_at_stake,
        sum(planned_periods.planned_period_cost_reporting_amount) as reporting_amount_at_stake
    from baselines
    inner join planned_periods on baselines.baseline_key = planned_periods.baseline_key
    group by baselines.system_name, baselines.baseline_id, baselines.entity_code
),

without_progress as (
    select
        'progress_not_measurable' as finding_code,
        live.system_name,
        'projects' as table_name,
        live.source_id,
        live.entity_code,
        live.accounting_period,
        evm_periods.not_measured_reason as found,
        'work packages with a budget and a progress, milestones with weights, or an estimate' as expected,
        live.cumulative_hours as hours_at_stake,
        evm_periods.budget_at_completion_reporting_amount as reporting_amount_at_stake
    from live
    inner join evm_periods on live.project_key = evm_periods.project_key
    where
        evm_periods.not_measured_reason in (
            'no work package has a budget',
            'progress of a work package is unknown',
            'no measure of progress'
        )
),

stale as (
    select
        'estimate_stale' as finding_code,
        system_name,
        'projects' as table_name,
        source_id,
        entity_code,
        accounting_period,
        concat('the last estimate is of ', estimate_date) as found,
        'a new estimate each month while work is left' as expected,
        remaining_hours as hours_at_stake,
        remaining_cost_reporting_amount as reporting_amount_at_stake
    from live
    where is_estimate_stale
),

used_up as (
    select
        'estimate_used_up' as finding_code,
        system_name,
        'projects' as table_name,
        source_id,
        entity_code,
        accounting_period,
        concat('spent is all that was left by the estimate of ', estimate_date) as found,
        'an estimate of what remains until the end it expects' as expected,
        cumulative_hours as hours_at_stake,
        posted_cost_to_date_reporting_amount as reporting_amount_at_stake
    from live
    where is_estimate_used_up
),

followed as (
    select
        *,
        lag(project_id) over (
            partition by system_name, task_id order by delivery_number, landed_at
        ) as earlier_project_id
    from task_versions
    where not is_deleted
),

moves as (
    select
        *,
        row_number() over (
            partition by system_name, task_id order by delivery_number desc, landed_at desc
        ) as place
    from followed
    where project_id <> earlier_project_id
),

moved as (
    select
        'task_moved' as finding_code,
        moves.system_name,
        'tasks' as table_name,
        moves.task_id as source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('in project ', moves.project_id) as found,
        concat('in project ', moves.earlier_project_id, ', as before') as expected,
        moves.budget_hours as hours_at_stake,
        cast(null as decimal(18, 2)) as reporting_amount_at_stake
    from moves
    left join systems on moves.system_name = systems.system_name
    where moves.place = 1
),

found_all as (
    {%- for found in ['without_plan', 'not_measurable', 'without_progress', 'stale', 'used_up', 'moved'] %}
        select * from {{ found }}
        {{- ' union all' if not loop.last }}
    {%- endfor %}
),

listed as (
    select
        finding_code,
        system_name,
        table_name,
        source_id,
        entity_code,
        accounting_period,
        found,
        expected,
        cast(hours_at_stake as decimal(18, 6)) as hours_at_stake,
        cast(reporting_amount_at_stake as decimal(28, 6)) as reporting_amount_at_stake
    from found_all
)

select * from listed
