with

projects as (
    select * from {{ ref('dim_project') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

project_months as (
    select * from {{ ref('fct_project_month') }}
    where project_key is not null
),

entities as (
    select * from {{ ref('dim_entity') }}
),

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
    where evm_level = 'project'
),

milestone_status as (
    select * from {{ ref('fct_milestone_status') }}
    where milestone_state in ('planned', 'overdue')
),

expected_ends as (
    select * from {{ ref('int_project_ends__expected') }}
),

changes as (
    select * from {{ ref('fct_project_change_log') }}
    where project_key is not null
),

ranked_months as (
    select
        *,
        row_number() over (
            partition by project_key
            order by accounting_period desc, entity_code asc
        ) as recency
    from project_months
    where rag_state is not null
),

latest_months as (
    select * from ranked_months
    where recency = 1
),

-- What is still to come of a project that is over is nothing that its last month says.
live_months as (
    select latest_months.*
    from latest_months
    inner join projects on latest_months.project_key = projects.project_key
    where projects.state not in ('closed', 'cancelled')
),

ranked_milestones as (
    select
        milestone_status.project_key,
        milestone_status.milestone_name,
        milestone_status.forecast_date,
        milestone_status.baseline_date,
        milestone_status.slip_days,
        row_number() over (
            partition by milestone_status.project_key
            order by
                coalesce(milestone_status.forecast_date, milestone_status.baseline_date) asc nulls last,
                milestone_status.milestone_key asc
        ) as place
    from milestone_status
    inner join latest_months
        on
            milestone_status.project_key = latest_months.project_key
            and milestone_status.accounting_period = latest_months.accounting_period
),

change_counts as (
    select
        project_key,
        sum(case when is_approved then 1 else 0 end) as change_orders,
        sum(case when is_approved then 0 else 1 end) as unapproved_change_orders,
        sum(case when is_approved then price_change_reporting_amount end) as price_change_reporting_amount
    from changes
    group by project_key
),

-- Months of plans and of backlog alone are rows too. What is not known is not nothing.
busy_months as (
    select
        *,
        hours <> 0
        or coalesce(cost_reporting_amount, 1) <> 0
        or coalesce(revenue_reporting_amount, 1) <> 0
        or coalesce(billed_reporting_amount, 1) <> 0 as is_busy
    from project_months
),

totals as (
    select
        project_key,
        min(case when is_busy then accounting_period end) as first_accounting_period,
        max(case when is_busy then accounting_period end) as last_accounting_period,
        sum(hours) as hours,
        sum(billable_hours) as billable_hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
        sum(cost_reporting_amount) as cost_reporting_amount,
        sum(revenue_reporting_amount) as revenue_reporting_amount,
        sum(billed_reporting_amount) as billed_reporting_amount
    from busy_months
    group by project_key
),

posted as (
    select
        projects.project_key,
        totals.first_accounting_period,
        totals.last_accounting_period,
        cast(coalesce(totals.hours, 0) as decimal(18, 6)) as hours,
        cast(coalesce(totals.billable_hours, 0) as decimal(18, 6)) as billable_hours,
        cast(coalesce(totals.uncosted_hours, 0) as decimal(18, 6)) as uncosted_hours,
        cast(coalesce(totals.unconverted_rows, 0) as bigint) as unconverted_rows,
        {{ posted_sum('totals.cost_reporting_amount', 'totals.project_key') }}
            as cost_reporting_amount,
        {{ posted_sum('totals.revenue_reporting_amount', 'totals.project_key') }}
            as revenue_reporting_amount,
        {{ posted_sum('totals.billed_reporting_amount', 'totals.project_key') }}
            as billed_reporting_amount
    from projects
    left join totals on projects.project_key = totals.project_key
),

described as (
    select
        projects.project_key,
        projects.project_code,
        projects.project_name,
        projects.client_key,
        clients.client_name,
        projects.entity_code,
        projects.project_type,
        projects.practice,
        projects.state,
        case when projects.state not in ('closed', 'cancelled') then coalesce(latest_months.rag_state, 'not_started') end
            as rag_state,
        case when projects.state not in ('closed', 'cancelled') then latest_months.rag_reasons end
            as rag_reasons,
        projects.start_date,
        projects.end_date,
        latest_months.planned_end_date,
        expected_ends.forecast_end_date,
        {{ days_between('latest_months.planned_end_date', 'expected_ends.forecast_end_date') }}
            as end_slip_days,
        ranked_milestones.milestone_name as next_milestone_name,
        coalesce(ranked_milestones.forecast_date, ranked_milestones.baseline_date)
            as next_milestone_date,
        ranked_milestones.slip_days as next_milestone_slip_days,
        live_months.estimate_age_days,
        live_months.unbilled_age_days,
        cast(coalesce(change_counts.change_orders, 0) as bigint) as change_orders,
        cast(coalesce(change_counts.unapproved_change_orders, 0) as bigint)
            as unapproved_change_orders,
        posted.first_accounting_period,
        posted.last_accounting_period,
        cast(projects.budget_hours as decimal(18, 6)) as budget_hours,
        posted.hours,
        posted.billable_hours,
        posted.uncosted_hours,
        posted.unconverted_rows,
        live_months.remaining_hours,
        latest_months.ev_technique,
        latest_months.earned_share,
        latest_months.spi_t,
        latest_months.cpi,
        case
            when evm_periods.project_key is null then 'never planned'
            else evm_periods.not_measured_reason
        end as not_measured_reason,
        entities.reporting_currency_code,
        latest_months.budget_at_completion_reporting_amount,
        live_months.estimate_at_completion_reporting_amount,
        live_months.variance_at_completion_reporting_amount,
        live_months.backlog_reporting_amount,
        cast(change_counts.price_change_reporting_amount as decimal(18, 2))
            as price_change_reporting_amount,
        posted.cost_reporting_amount,
        posted.revenue_reporting_amount,
        posted.billed_reporting_amount,
        cast(posted.revenue_reporting_amount - posted.billed_reporting_amount as decimal(18, 2))
            as revenue_not_billed_reporting_amount,
        cast(posted.revenue_reporting_amount - posted.cost_reporting_amount as decimal(18, 2))
            as gross_margin_recognised_reporting_amount,
        cast(
            {{ exact_quotient(
                '(posted.revenue_reporting_amount - posted.cost_reporting_amount)', 'posted.revenue_reporting_amount'
            ) }} as decimal(18, 6)
        ) as gross_margin_share,
        cast({{ exact_quotient('posted.hours', 'projects.budget_hours') }} as decimal(18, 6))
            as budget_used_share
    from projects
    inner join posted on projects.project_key = posted.project_key
    left join clients on projects.client_key = clients.client_key
    left join entities on projects.entity_code = entities.entity_code
    left join expected_ends on projects.project_key = expected_ends.project_key
    left join latest_months on projects.project_key = latest_months.project_key
    left join live_months on projects.project_key = live_months.project_key
    left join evm_periods
        on
            latest_months.project_key = evm_periods.project_key
            and latest_months.accounting_period = evm_periods.accounting_period
    left join ranked_milestones
        on projects.project_key = ranked_milestones.project_key and ranked_milestones.place = 1
    left join change_counts on projects.project_key = change_counts.project_key
)

select * from described
