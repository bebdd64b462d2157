{#- The work that lies ahead on the as-of day: what projects still take by their published forecasts, from then
    until their forecast end; what was won and has no plan yet; and what is offered, by what such offers took in
    hours, days and waiting once they were won. Of types of which none became a project, no hours are known. Where
    several offers of a project were won, its plan is shared among them by what they are worth. Of a project that is
    over nothing lies ahead, and nothing begins on a Saturday or Sunday. -#}
with

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

snapshots as (
    select * from {{ ref('fct_forecast_snapshot') }}
    where is_published_forecast
),

stages as (
    select * from {{ ref('int_opportunity_stages__dated') }}
),

opportunities as (
    select * from {{ ref('fct_opportunity') }}
),

stage_probabilities as (
    select * from {{ ref('fct_stage_probability') }}
),

projects_over as (
    select project_key from {{ ref('dim_project') }}
    where state in ('closed', 'cancelled')
),

baselines as (
    select * from {{ ref('fct_project_baseline') }}
    where is_original and accounting_period is not null
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

plans as (
    select
        baselines.project_key,
        min(periods.period_start_date) as first_date,
        max(periods.period_end_date) as last_date,
        sum(baselines.planned_period_hours) as planned_hours
    from baselines
    inner join periods on baselines.accounting_period = periods.period_code
    group by baselines.project_key
),

remaining as (
    select
        hours.project_key,
        {{ working_day_from(
            'greatest(' ~ plus_days('run.as_of_date', 1) ~ ', coalesce(plans.first_date, run.as_of_date))'
        ) }} as start_date,
        {{ plus_days('ends.origin_date', 'ends.p50_value') }} as end_date,
        hours.p50_value - coalesce(hours.cumulative_value, 0) as hours
    from snapshots as hours
    inner join run on hours.made_on = run.as_of_date
    left join snapshots as ends
        on
            hours.project_key = ends.project_key
            and hours.accounting_period = ends.accounting_period
            and ends.measure = 'end_date'
    left join plans on hours.project_key = plans.project_key
    left join projects_over on hours.project_key = projects_over.project_key
    where hours.measure = 'hours_at_completion' and projects_over.project_key is null
),

won as (
    select
        opportunities.opportunity_type,
        opportunities.reporting_amount,
        {{ exact_quotient(
            'plans.planned_hours * opportunities.reporting_amount',
            'sum(opportunities.reporting_amount) over (partition by opportunities.project_key)',
        ) }} as planned_hours,
        {{ days_between('plans.first_date', 'plans.last_date') }} + 1 as days,
        greatest({{ days_between('opportunities.close_date', 'plans.first_date') }}, 0) as waiting_days
    from opportunities
    inner join plans on opportunities.project_key = plans.project_key
    where opportunities.is_won and opportunities.reporting_amount > 0 and plans.planned_hours > 0
),

yields as (
    select
        opportunity_type,
        count(*) as won_projects,
        {{ exact_quotient('sum(planned_hours)', 'sum(reporting_amount)') }} as hours_per_amount,
        cast(round(avg(days)) as integer) as days,
        cast(round(avg(waiting_days)) as integer) as waiting_days
    from won
    group by opportunity_type
),

offered as (
    select
        stages.opportunity_key,
        stages.opportunity_type,
        stages.project_key,
        stages.opportunity_reporting_amount,
        stages.close_date,
        stage_probabilities.calibrated_probability_share as probability_share,
        true as is_soft
    from stages
    inner join run
        on stages.valid_from <= run.as_of_date and stages.valid_before > run.as_of_date
    left join stage_probabilities
        on
            {{ same('stages', 'stage_probabilities', ['opportunity_type', 'stage']) }}
            and run.as_of_date = stage_probabilities.made_on
    union all
    select
        opportunities.opportunity_key,
        opportunities.opportunity_type,
        opportunities.project_key,
        opportunities.reporting_amount as opportunity_reporting_amount,
        opportunities.close_date,
        cast(1 as decimal(9, 6)) as probability_share,
        false as is_soft
    from opportunities
    inner join run on {{ plus_days('opportunities.close_date', 90) }} >= run.as_of_date
    left join plans on opportunities.project_key = plans.project_key
    left join projects_over on opportunities.project_key = projects_over.project_key
    where
        opportunities.is_won
        and plans.project_key is null
        and projects_over.project_key is null
),

sized as (
    select
        offered.opportunity_key,
        offered.project_key,
        offered.is_soft,
        offered.probability_share,
        offered.opportunity_reporting_amount,
        {{ working_day_from(plus_days(
            'greatest(' ~ plus_days('run.as_of_date', 1) ~ ', coalesce(offered.close_date, run.as_of_date))',
            'yields.waiting_days',
        )) }} as start_date,
        yields.days,
        {{ exact_product('offered.opportunity_reporting_amount', 'yields.hours_per_amount') }} as hours
    from offered
    cross join run
    inner join yields on {{ same('offered', 'yields', ['opportunity_type']) }}
),

listed as (
    select
        {{ surrogate_key(["'project'", 'project_key']) }} as planned_work_key,
        project_key,
        cast(null as {{ dbt.type_string() }}) as opportunity_key,
        false as is_soft,
        cast(1 as decimal(9, 6)) as probability_share,
        start_date,
        greatest(start_date, coalesce(end_date, start_date)) as end_date,
        cast(hours as decimal(18, 6)) as hours,
        cast(null as decimal(18, 2)) as opportunity_reporting_amount
    from remaining
    where hours > 0
    union all
    select
        {{ surrogate_key(["'opportunity'", 'opportunity_key']) }} as planned_work_key,
        project_key,
        opportunity_key,
        is_soft,
        probability_share,
        start_date,
        {{ plus_days('start_date', 'days - 1') }} as end_date,
        cast(hours as decimal(18, 6)) as hours,
        case when is_soft then cast(opportunity_reporting_amount as decimal(18, 2)) end
            as opportunity_reporting_amount
    from sized
    where hours > 0
)

select * from listed
