{#- Governance of the whole group beside what it bought, time on no project included. Deliverables and outcomes are
    those that were due within twelve months up to the period's end or the as-of day, as they were promised by then. The return is the slope of the least-squares line through all projects
    so far, of being on time (0 or 1) over governance load to date, per point of load, with its 95 % interval. The error
    of forecasts is that of the published P50 of cost, of projects that came to be complete within twelve months; its
    interval is that of a ratio of sums over projects. That of the share on time is Wilson's. -#}
with

project_rows as (
    select * from {{ ref('fct_balance_governance') }}
),

unassigned_costs as (
    select * from {{ ref('int_costs__grouped') }}
    where source_table = 'time_entries' and project_key is null
),

milestones as (
    select * from {{ ref('fct_milestone_status') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

outcomes as (
    select * from {{ ref('fct_outcome_status') }}
),

weeks as (
    select * from {{ ref('fct_resource_utilization_week') }}
),

reconciliations as (
    select * from {{ ref('ctl_reconciliation') }}
),

snapshots as (
    select * from {{ ref('fct_forecast_snapshot') }}
    where measure = 'cost_at_completion' and is_published_forecast
),

forecast_outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

quantiles as (
    select * from {{ ref('student_t') }}
),

periods as (
    select
        fiscal_periods.period_code,
        fiscal_periods.period_end_date,
        least(fiscal_periods.period_end_date, run.as_of_date) as due_by,
        {{ plus_months(plus_days('fiscal_periods.period_end_date', 1), -12) }} as year_start_date,
        row_number() over (order by fiscal_periods.period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }} as fiscal_periods
    cross join run
),

unassigned as (
    select
        accounting_period,
        sum(case when time_category = 'leave' then 0 else hours end) as worked_hours,
        sum(case when time_category = 'governance' then hours else 0 end) as governance_category_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost_reporting_amount) as cost,
        sum(case when time_category = 'governance' then posting_count - reported_count else 0 end) as unreported,
        sum(case when time_category = 'governance' then cost_reporting_amount else 0 end) as governance_cost
    from unassigned_costs
    group by accounting_period
),

work as (
    select
        accounting_period,
        worked_hours,
        governance_category_hours,
        uncosted_hours,
        cost_reporting_amount as cost,
        governance_cost_reporting_amount as governance_cost
    from project_rows
    union all
    select
        accounting_period,
        worked_hours,
        governance_category_hours,
        uncosted_hours,
        cost,
        case when unreported = 0 then governance_cost end as governance_cost
    from unassigned
),

worked as (
    select
        accounting_period,
        sum(worked_hours) as worked_hours,
        sum(governance_category_hours) as governance_category_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost) as cost,
        case when count(governance_cost) = count(*) then sum(governance_cost) end as governance_cost
    from work
    group by accounting_period
),

lived as (
    select
        accounting_period,
        count(case when is_live then is_on_time end) as scheduled_projects,
        sum(case when is_live and is_on_time then 1 else 0 end) as on_time_projects,
        count(case when is_live and is_on_time is not null and is_in_budget is not null then is_scope_agreed end)
            as promised_projects,
        sum(case when is_live and is_on_time and is_in_budget and is_scope_agreed then 1 else 0 end)
            as kept_projects
    from project_rows
    group by accounting_period
),

deliverables as (
    select
        milestones.milestone_key,
        milestones.milestone_state,
        milestones.baseline_date,
        milestones.accepted_date,
        periods.place,
        lead(periods.place, 1, 1000000) over (partition by milestones.milestone_key order by periods.place)
            as next_place
    from milestones
    inner join periods on milestones.accounting_period = periods.period_code
),

delivered as (
    select
        periods.period_code as accounting_period,
        count(*) as deliverables_due,
        count(deliverables.accepted_date) as deliverables_accepted
    from periods
    inner join deliverables
        on
            periods.place >= deliverables.place
            and periods.place < deliverables.next_place
            and deliverables.baseline_date between periods.year_start_date and periods.due_by
    where deliverables.milestone_state <> 'cancelled'
    group by periods.period_code
),

promised as (
    select
        periods.period_code as accounting_period,
        count(*) as outcomes_due,
        sum(case when outcomes.outcome_reached_date <= periods.period_end_date then 1 else 0 end) as outcomes_reached
    from periods
    inner join outcomes
        on outcomes.promised_date between periods.year_start_date and periods.due_by
    group by periods.period_code
),

captured as (
    select
        accounting_period,
        sum(recorded_hours) as recorded_hours,
        sum(capacity_net_hours) as capacity_net_hours
    from weeks
    group by accounting_period
),

controlled as (
    select
        accounting_period,
        count(*) as control_executions,
        sum(case when abs(difference) <= tolerance then 0 else 1 end) as control_exceptions
    from reconciliations
    group by accounting_period
),

forecast_errors as (
    select
        periods.period_code as accounting_period,
        snapshots.project_key,
        cast(sum(abs(forecast_outcomes.outcome_value - snapshots.p50_value)) as double) as error,
        cast(sum(forecast_outcomes.outcome_value) as double) as outcome
    from snapshots
    inner join forecast_outcomes on snapshots.forecast_snapshot_key = forecast_outcomes.forecast_key
    inner join periods
        on
            forecast_outcomes.known_period_start_date >= periods.year_start_date
            and forecast_outcomes.known_period_start_date <= periods.period_end_date
            and forecast_outcomes.known_before_period_start_date > periods.period_end_date
    group by periods.period_code, snapshots.project_key
),

forecast_ratios as (
    select
        accounting_period,
        count(*) as projects,
        sum(outcome) as outcome,
        sum(error) / nullif(sum(outcome), 0) as wape,
        sum(error * error) as squared_error,
        sum(error * outcome) as error_by_outcome,
        sum(outcome * outcome) as squared_outcome
    from forecast_errors
    group by accounting_period
),

erred as (
    select
        forecast_ratios.accounting_period,
        forecast_ratios.projects,
        forecast_ratios.wape,
        quantiles.quantile_975 * sqrt(
            greatest(
                forecast_ratios.squared_error
                - 2 * forecast_ratios.wape * forecast_ratios.error_by_outcome
                + forecast_ratios.wape * forecast_ratios.wape * forecast_ratios.squared_outcome,
                0
            )
            * forecast_ratios.projects / nullif(forecast_ratios.projects - 1, 0)
        ) / forecast_ratios.outcome as margin
    from forecast_ratios
    left join quantiles
        on
            forecast_ratios.projects - 1 >= quantiles.degrees_from
            and forecast_ratios.projects - 1 < quantiles.degrees_before
),

on_time as (
    select
        accounting_period,
        cast(scheduled_projects as double) as n,
        cast(on_time_projects as double) / scheduled_projects as p
    from lived
    where scheduled_projects > 0
),

lasting as (
    select
        project_rows.project_key,
        periods.place,
        lead(periods.place, 1, 1000000) over (partition by project_rows.project_key order by periods.place)
            as next_place,
        case when project_rows.is_on_time then 1 else 0 end as on_time,
        project_rows.cumulative_governance_load * 100 as load_points
    from project_rows
    inner join periods on project_rows.accounting_period = periods.period_code
    where project_rows.is_on_time is not null and project_rows.cumulative_governance_load is not null
),

compared as (
    select
        periods.period_code as accounting_period,
        count(*) as compared_projects,
        regr_slope(lasting.on_time, lasting.load_points) as slope,
        regr_sxx(lasting.on_time, lasting.load_points) as sxx,
        regr_syy(lasting.on_time, lasting.load_points) as syy
    from periods
    inner join lasting on periods.place >= lasting.place and periods.place < lasting.next_place
    group by periods.period_code
),

returned as (
    select
        compared.accounting_period,
        compared.compared_projects,
        case
            when compared.compared_projects >= 10 and compared.sxx > 0 and compared.syy > 0 then compared.slope
        end as slope,
        quantiles.quantile_975 * sqrt(
            greatest(compared.syy - compared.slope * compared.slope * compared.sxx, 0)
            / (compared.compared_projects - 2)
            / nullif(compared.sxx, 0)
        ) as margin
    from compared
    left join quantiles
        on
            compared.compared_projects - 2 >= quantiles.degrees_from
            and compared.compared_projects - 2 < quantiles.degrees_before
),

described as (
    select
        worked.accounting_period as balance_governance_month_key,
        worked.accounting_period,
        cast(worked.worked_hours as decimal(18, 6)) as worked_hours,
        cast(worked.governance_category_hours as decimal(18, 6)) as governance_category_hours,
        cast({{ exact_quotient('worked.governance_category_hours', 'worked.worked_hours') }} as decimal(18, 6))
            as governance_load,
        cast({{ exact_quotient('captured.recorded_hours', 'captured.capacity_net_hours') }} as decimal(18, 6))
            as time_capture_rate,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(worked.uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(worked.cost as decimal(18, 2)) as cost_reporting_amount,
        cast(worked.governance_cost as decimal(18, 2)) as governance_cost_reporting_amount,
        case
            when worked.uncosted_hours = 0
                then cast({{ exact_quotient('worked.governance_cost', 'worked.cost') }} as decimal(18, 6))
        end as governance_cost_share,
        cast(coalesce(delivered.deliverables_due, 0) as bigint) as deliverables_due,
        cast(coalesce(delivered.deliverables_accepted, 0) as bigint) as deliverables_accepted,
        cast({{ exact_quotient('delivered.deliverables_accepted', 'delivered.deliverables_due') }} as decimal(18, 6))
            as output_completion,
        cast(coalesce(promised.outcomes_due, 0) as bigint) as outcomes_due,
        cast(coalesce(promised.outcomes_reached, 0) as bigint) as outcomes_reached,
        cast({{ exact_quotient('promised.outcomes_reached', 'promised.outcomes_due') }} as decimal(18, 6))
            as outcome_attainment,
        cast(coalesce(lived.scheduled_projects, 0) as bigint) as scheduled_projects,
        cast(coalesce(lived.on_time_projects, 0) as bigint) as on_time_projects,
        cast({{ exact_quotient('lived.on_time_projects', 'lived.scheduled_projects') }} as decimal(18, 6))
            as on_time_rate,
        {% for end, sign in [('lower', '-'), ('upper', '+')] %}
            cast(round(
                (
                    on_time.p + 1.920729 / on_time.n {{ sign }} 1.959964
                    * sqrt(on_time.p * (1 - on_time.p) / on_time.n + 0.960365 / (on_time.n * on_time.n))
                ) / (1 + 3.841459 / on_time.n), 6
            ) as decimal(18, 6)) as on_time_rate_{{ end }},
        {% endfor %}
        cast(coalesce(erred.projects, 0) as bigint) as forecast_error_projects,
        cast(round(erred.wape, 6) as decimal(18, 6)) as forecast_error,
        case
            when erred.margin > erred.wape then cast(0 as decimal(18, 6))
            else cast(round(erred.wape - erred.margin, 6) as decimal(18, 6))
        end as forecast_error_lower,
        cast(round(erred.wape + erred.margin, 6) as decimal(18, 6)) as forecast_error_upper,
        cast(coalesce(lived.promised_projects, 0) as bigint) as promised_projects,
        cast(coalesce(lived.kept_projects, 0) as bigint) as kept_projects,
        cast({{ exact_quotient('lived.kept_projects', 'lived.promised_projects') }} as decimal(18, 6))
            as promises_kept_share,
        cast(controlled.control_executions as bigint) as control_executions,
        cast(controlled.control_exceptions as bigint) as control_exceptions,
        cast({{ exact_quotient('controlled.control_exceptions', 'controlled.control_executions') }} as decimal(18, 6))
            as control_yield,
        cast({{ exact_quotient('worked.governance_cost', 'controlled.control_exceptions', 2) }} as decimal(18, 2))
            as cost_per_exception_reporting_amount,
        cast(coalesce(returned.compared_projects, 0) as bigint) as governance_return_projects,
        cast(round(returned.slope, 6) as decimal(18, 6)) as governance_return,
        cast(round(returned.slope - returned.margin, 6) as decimal(18, 6)) as governance_return_lower,
        cast(round(returned.slope + returned.margin, 6) as decimal(18, 6)) as governance_return_upper,
        case
            when returned.slope is not null then null
            when coalesce(returned.compared_projects, 0) < 10 then 'fewer than ten projects to compare'
            else 'no two projects differ in load, or in being on time'
        end as governance_return_reason
    from worked
    left join lived on worked.accounting_period = lived.accounting_period
    left join captured on worked.accounting_period = captured.accounting_period
    left join controlled on worked.accounting_period = controlled.accounting_period
    left join delivered on worked.accounting_period = delivered.accounting_period
    left join promised on worked.accounting_period = promised.accounting_period
    left join on_time on worked.accounting_period = on_time.accounting_period
    left join erred on worked.accounting_period = erred.accounting_period
    left join returned on worked.accounting_period = returned.accounting_period
)

select * from described
