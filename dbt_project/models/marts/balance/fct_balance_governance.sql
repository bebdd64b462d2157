{#- What governance costs on each project beside what it bought. Deliverables and outcomes are those that were due
    by the period's end or the as-of day; a project is on time while it is expected to end within its first plan,
    and in budget while its forecast is within a tenth of it. -#}
{%- set keys = ['project_key', 'accounting_period'] -%}
{%- set counts = {
    'delivered': ['deliverables_due', 'deliverables_accepted'], 'promised': ['outcomes_due', 'outcomes_reached']
} -%}
with

project_months as (
    select * from {{ ref('fct_project_month') }}
    where project_key is not null
),

governance_costs as (
    select * from {{ ref('int_costs__grouped') }}
    where source_table = 'time_entries' and project_key is not null and time_category = 'governance'
),

baselines as (
    select * from {{ ref('fct_project_baseline') }}
    where is_original and accounting_period is not null
),

milestones as (
    select * from {{ ref('fct_milestone_status') }}
    where milestone_state <> 'cancelled'
),

outcomes as (
    select * from {{ ref('fct_outcome_status') }}
),

change_orders as (
    select
        project_key,
        effective_date,
        case when is_approved then coalesce(approved_date, effective_date) end as approved_date
    from {{ ref('fct_project_change_log') }}
),

weeks as (
    select * from {{ ref('fct_resource_utilization_week') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

periods as (
    select
        fiscal_periods.period_code,
        fiscal_periods.period_start_date,
        fiscal_periods.period_end_date,
        least(fiscal_periods.period_end_date, run.as_of_date) as due_by
    from {{ ref('stg_evenkeel__fiscal_periods') }} as fiscal_periods
    cross join run
),

governed as (
    select
        project_key,
        accounting_period,
        case when sum(reported_count) = sum(posting_count) then sum(cost_reporting_amount) end as governance_cost
    from governance_costs
    group by project_key, accounting_period
),

worked as (
    select
        project_key,
        accounting_period,
        sum(hours - leave_category_hours) as worked_hours,
        sum(governance_category_hours) as governance_category_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost_reporting_amount) as cost,
        max(rag_state) as rag_state,
        max(forecast_end_date) as forecast_end_date,
        max(budget_at_completion_functional_amount) as budget,
        max(variance_at_completion_functional_amount) as variance_at_completion
    from project_months
    group by project_key, accounting_period
),

original_ends as (
    select
        baselines.project_key,
        max(periods.period_end_date) as original_end_date
    from baselines
    inner join periods on baselines.accounting_period = periods.period_code
    group by baselines.project_key
),

delivered as (
    select
        milestones.project_key,
        milestones.accounting_period,
        count(*) as deliverables_due,
        sum(case when milestones.accepted_date is not null then 1 else 0 end) as deliverables_accepted
    from milestones
    inner join periods
        on
            milestones.accounting_period = periods.period_code
            and milestones.baseline_date <= periods.due_by
    group by milestones.project_key, milestones.accounting_period
),

promised as (
    select
        worked.project_key,
        worked.accounting_period,
        count(*) as outcomes_due,
        sum(case when outcomes.outcome_reached_date <= periods.period_end_date then 1 else 0 end) as outcomes_reached
    from worked
    inner join periods on worked.accounting_period = periods.period_code
    inner join outcomes
        on
            worked.project_key = outcomes.project_key
            and periods.period_end_date >= outcomes.promised_date
    where outcomes.is_due
    group by worked.project_key, worked.accounting_period
),

unagreed as (
    select
        worked.project_key,
        worked.accounting_period
    from worked
    inner join periods on worked.accounting_period = periods.period_code
    inner join change_orders
        on
            worked.project_key = change_orders.project_key
            and periods.period_end_date >= change_orders.effective_date
            and (change_orders.approved_date is null or periods.period_end_date < change_orders.approved_date)
    group by worked.project_key, worked.accounting_period
),

captured as (
    select
        entity_code,
        accounting_period,
        sum(recorded_hours) as recorded_hours,
        sum(capacity_net_hours) as capacity_net_hours
    from weeks
    group by entity_code, accounting_period
),

joined as (
    select
        worked.project_key,
        projects.entity_code,
        worked.accounting_period,
        worked.worked_hours,
        worked.governance_category_hours,
        sum(worked.worked_hours) over so_far as worked_hours_to_date,
        sum(worked.governance_category_hours) over so_far as governance_hours_to_date,
        worked.uncosted_hours,
        worked.cost,
        case when worked.governance_category_hours = 0 then 0 else governed.governance_cost end as governance_cost,
        worked.rag_state is not null and original_ends.project_key is not null as is_live,
        original_ends.original_end_date,
        worked.forecast_end_date,
        worked.forecast_end_date <= original_ends.original_end_date as is_on_time,
        worked.variance_at_completion >= -{{ exact_quotient('worked.budget', '10', 2) }} as is_in_budget,
        unagreed.project_key is null as is_scope_agreed,
        {% for relation, columns in counts.items() %}
            {% for column in columns %}
                cast(coalesce({{ relation }}.{{ column }}, 0) as bigint) as {{ column }},
            {% endfor %}
        {% endfor %}
        captured.recorded_hours,
        captured.capacity_net_hours
    from worked
    inner join periods on worked.accounting_period = periods.period_code
    left join projects on worked.project_key = projects.project_key
    left join original_ends on worked.project_key = original_ends.project_key
    left join governed on {{ same('worked', 'governed', keys) }}
    left join delivered on {{ same('worked', 'delivered', keys) }}
    left join promised on {{ same('worked', 'promised', keys) }}
    left join unagreed on {{ same('worked', 'unagreed', keys) }}
    left join captured
        on
            projects.entity_code = captured.entity_code
            and worked.accounting_period = captured.accounting_period
    window so_far as (partition by worked.project_key order by periods.period_start_date)
),

described as (
    select
        {{ surrogate_key(keys) }} as balance_governance_key,
        project_key,
        entity_code,
        accounting_period,
        cast(worked_hours as decimal(18, 6)) as worked_hours,
        cast(governance_category_hours as decimal(18, 6)) as governance_category_hours,
        cast({{ exact_quotient('governance_category_hours', 'worked_hours') }} as decimal(18, 6))
            as governance_load,
        cast({{ exact_quotient('governance_hours_to_date', 'worked_hours_to_date') }} as decimal(18, 6))
            as cumulative_governance_load,
        cast({{ exact_quotient('recorded_hours', 'capacity_net_hours') }} as decimal(18, 6)) as time_capture_rate,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(cost as decimal(18, 2)) as cost_reporting_amount,
        cast(governance_cost as decimal(18, 2)) as governance_cost_reporting_amount,
        case
            when uncosted_hours = 0 then cast({{ exact_quotient('governance_cost', 'cost') }} as decimal(18, 6))
        end as governance_cost_share,
        deliverables_due,
        deliverables_accepted,
        cast({{ exact_quotient('deliverables_accepted', 'deliverables_due') }} as decimal(18, 6))
            as output_completion,
        outcomes_due,
        outcomes_reached,
        cast({{ exact_quotient('outcomes_reached', 'outcomes_due') }} as decimal(18, 6)) as outcome_attainment,
        is_live,
        original_end_date,
        forecast_end_date,
        is_on_time,
        is_in_budget,
        is_scope_agreed
    from joined
)

select * from described
