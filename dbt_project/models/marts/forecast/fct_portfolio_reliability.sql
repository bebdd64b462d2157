{#- How far an entity's projects kept what was promised, in the twelve periods up to each one: ends and milestones
    against what was planned and forecast, plans that were replaced, and how much estimates moved. -#}
with

periods as (
    select
        *,
        row_number() over (order by period_start_date) as place
    from {{ ref('int_period_ends__listed') }}
),

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

completed as (
    select * from {{ ref('int_projects__completed') }}
),

plans as (
    select * from {{ ref('fct_project_baseline') }}
),

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
    where evm_level = 'project'
),

milestone_status as (
    select * from {{ ref('fct_milestone_status') }}
),

books as (
    select * from {{ ref('int_project_books__assigned') }}
),

fiscal_periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

versions as (
    select
        plans.project_key,
        plans.baseline_key,
        plans.is_original,
        plans.approved_date,
        coalesce(plans.superseded_date, cast('9999-12-31' as date)) as superseded_date,
        max(fiscal_periods.period_end_date) as planned_end_date
    from plans
    left join fiscal_periods on plans.accounting_period = fiscal_periods.period_code
    group by
        plans.project_key,
        plans.baseline_key,
        plans.is_original,
        plans.approved_date,
        coalesce(plans.superseded_date, cast('9999-12-31' as date))
),

-- A project that was opened again counts by its last end.
last_completed as (
    select
        *,
        row_number() over (partition by project_key order by complete_from desc) as recency
    from completed
),

completions as (
    select
        books.entity_code,
        periods.place,
        1 as completed_projects,
        case when last_completed.last_work_date <= originals.planned_end_date then 1 else 0 end
            as on_time_to_original,
        case when last_completed.last_work_date <= currents.planned_end_date then 1 else 0 end
            as on_time_to_current
    from last_completed
    inner join books on last_completed.project_key = books.project_key
    inner join periods on last_completed.completed_period = periods.period_code
    inner join versions as originals
        on last_completed.project_key = originals.project_key and originals.is_original
    inner join versions as currents
        on
            last_completed.project_key = currents.project_key
            and last_completed.complete_from >= currents.approved_date
            and last_completed.complete_from < currents.superseded_date
    where last_completed.recency = 1 and last_completed.last_work_date is not null
),

replaced as (
    select
        books.entity_code,
        periods.place,
        count(*) as rebaselines
    from versions
    inner join books on versions.project_key = books.project_key
    inner join periods
        on
            versions.approved_date >= periods.period_start_date
            and versions.approved_date <= periods.as_of_date
    where not versions.is_original
    group by books.entity_code, periods.place
),

milestones as (
    select
        milestone_status.milestone_key,
        milestone_status.entity_code,
        periods.place,
        periods.period_start_date,
        periods.as_of_date,
        milestone_status.milestone_state,
        coalesce(milestone_status.forecast_date, milestone_status.baseline_date) as expected_date,
        coalesce(milestone_status.reached_date, milestone_status.accepted_date) as done_date
    from milestone_status
    inner join periods on milestone_status.accounting_period = periods.period_code
),

committed as (
    select
        before.entity_code,
        periods.place,
        1 as milestones_forecast,
        case when milestones.done_date between periods.period_start_date and periods.as_of_date then 1 else 0 end
            as milestones_hit
    from milestones as before
    inner join periods on before.place + 1 = periods.place
    left join milestones
        on before.milestone_key = milestones.milestone_key and periods.place = milestones.place
    where
        periods.is_over
        and before.milestone_state in ('planned', 'overdue')
        and before.expected_date between periods.period_start_date and periods.as_of_date
),

estimates as (
    select
        evm_periods.project_key,
        evm_periods.entity_code,
        periods.place,
        evm_periods.budget_at_completion_functional_amount as budget_amount,
        evm_periods.actual_cost_functional_amount
        + evm_periods.estimate_to_complete_functional_amount as estimate_amount,
        lag(
            evm_periods.actual_cost_functional_amount
            + evm_periods.estimate_to_complete_functional_amount
        ) over (partition by evm_periods.project_key order by periods.place) as estimate_before_amount
    from evm_periods
    inner join periods on evm_periods.accounting_period = periods.period_code
),

changes as (
    select
        entity_code,
        place,
        {{ exact_quotient('(estimate_amount - estimate_before_amount)', 'budget_amount') }} as change_share
    from estimates
    where estimate_before_amount is not null
),

-- Projects that are planned and at work in any of the twelve periods.
active as (
    select
        project_periods.entity_code,
        here.place,
        cast(count(distinct project_periods.project_key) as decimal(18, 0)) as active_projects
    from project_periods
    inner join evm_periods
        on
            project_periods.project_key = evm_periods.project_key
            and project_periods.period_code = evm_periods.accounting_period
    inner join periods on project_periods.period_code = periods.period_code
    inner join periods as here on periods.place between here.place - 11 and here.place
    group by project_periods.entity_code, here.place
),

{% for name, sums in {
    'completions': ['completed_projects', 'on_time_to_original', 'on_time_to_current'],
    'replaced': ['rebaselines'],
    'committed': ['milestones_forecast', 'milestones_hit'],
}.items() %}
    {{ name }}_of_year as (
        select
            {{ name }}.entity_code,
            here.place,
        {% for column in sums %}
            cast(sum({{ name }}.{{ column }}) as decimal(18, 0)) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
        from {{ name }}
        inner join periods as here on {{ name }}.place between here.place - 11 and here.place
        group by {{ name }}.entity_code, here.place
    ),
{% endfor %}
changes_of_year as (
    select
        changes.entity_code,
        here.place,
        count(changes.change_share) as eac_changes,
        stddev_samp(cast(changes.change_share as double)) as eac_volatility
    from changes
    inner join periods as here on changes.place between here.place - 11 and here.place
    group by changes.entity_code, here.place
),

described as (
    select
        {{ surrogate_key(['active.entity_code', 'periods.period_code']) }} as portfolio_reliability_key,
        active.entity_code,
        periods.period_code as accounting_period,
        periods.is_running as is_running_period,
        cast(active.active_projects as bigint) as active_projects,
        cast(coalesce(completions_of_year.completed_projects, 0) as bigint) as completed_projects,
        cast({{ exact_quotient(
            'completions_of_year.on_time_to_original', 'completions_of_year.completed_projects'
        ) }} as decimal(18, 6)) as on_time_to_original_share,
        cast({{ exact_quotient(
            'completions_of_year.on_time_to_current', 'completions_of_year.completed_projects'
        ) }} as decimal(18, 6)) as on_time_to_current_share,
        cast(coalesce(committed_of_year.milestones_forecast, 0) as bigint) as milestones_forecast,
        cast({{ exact_quotient(
            'committed_of_year.milestones_hit', 'committed_of_year.milestones_forecast'
        ) }} as decimal(18, 6)) as commitment_reliability_share,
        cast(coalesce(replaced_of_year.rebaselines, 0) as bigint) as rebaselines,
        cast(
            {{ exact_quotient('coalesce(replaced_of_year.rebaselines, 0)', 'active.active_projects') }}
            as decimal(18, 6)
        ) as baseline_churn,
        cast(coalesce(changes_of_year.eac_changes, 0) as bigint) as eac_changes,
        cast(round(changes_of_year.eac_volatility, 6) as decimal(18, 6)) as eac_volatility
    from active
    inner join periods on active.place = periods.place
    {% for name in ['completions', 'replaced', 'committed', 'changes'] %}
        left join {{ name }}_of_year
            on
                {{ same('active', name ~ '_of_year', ['entity_code']) }}
                and active.place = {{ name }}_of_year.place
    {% endfor %}
)

select * from described
