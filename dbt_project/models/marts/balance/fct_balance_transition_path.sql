{#- The plan to move from projects to products against what came. The pace is the slope of the least-squares
    line through the actual shares of the six months up to a month; going on at it from that month's share, the
    plan is met in the first month whose planned share is not above it. -#}
with

targets as (
    select * from {{ ref('int_transition_targets__dated') }}
),

balances as (
    select * from {{ ref('fct_balance_project_product') }}
    where is_group
),

periods as (
    select
        period_code,
        period_start_date,
        row_number() over (order by period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

actuals as (
    select
        periods.period_code,
        periods.place,
        balances.product_revenue_share
    from balances
    inner join periods on balances.accounting_period = periods.period_code
    inner join period_ends on balances.accounting_period = period_ends.period_code
    where period_ends.is_over and balances.product_revenue_share is not null
),

paces as (
    select
        actuals.period_code,
        cast(count(*) as bigint) as pace_months,
        case
            when count(*) >= 3
                then cast(round(regr_slope(earlier.product_revenue_share, earlier.place), 6) as decimal(18, 6))
        end as pace
    from actuals
    inner join actuals as earlier on earlier.place between actuals.place - 5 and actuals.place
    group by actuals.period_code
),

path as (
    select
        targets.system_name,
        targets.version_number,
        targets.approved_date,
        targets.valid_before,
        targets.period_code,
        targets.period_start_date,
        periods.place,
        coalesce(
            period_ends.as_of_date >= targets.approved_date and period_ends.as_of_date < targets.valid_before,
            false
        ) as is_plan_in_force,
        targets.planned_product_revenue_share,
        actuals.product_revenue_share,
        paces.pace,
        paces.pace_months
    from targets
    inner join periods on targets.period_code = periods.period_code
    left join period_ends on targets.period_code = period_ends.period_code
    left join actuals on targets.period_code = actuals.period_code
    left join paces on targets.period_code = paces.period_code
),

met as (
    select
        path.system_name,
        path.version_number,
        path.period_code,
        min(ahead.place) as met_place
    from path
    inner join path as ahead
        on
            path.system_name = ahead.system_name
            and path.version_number = ahead.version_number
            and path.place <= ahead.place
            and path.product_revenue_share + path.pace * (ahead.place - path.place)
            >= ahead.planned_product_revenue_share
    group by path.system_name, path.version_number, path.period_code
),

described as (
    select
        {{ surrogate_key(['path.system_name', 'path.version_number', 'path.period_code']) }}
            as balance_transition_path_key,
        path.system_name,
        path.version_number as plan_version_number,
        path.approved_date,
        nullif(path.valid_before, cast('9999-12-31' as date)) as superseded_date,
        path.is_plan_in_force,
        path.period_code as accounting_period,
        cast(path.planned_product_revenue_share as decimal(18, 6)) as planned_product_revenue_share,
        path.product_revenue_share,
        cast(path.product_revenue_share - path.planned_product_revenue_share as decimal(18, 6))
            as transition_gap,
        path.pace as transition_pace,
        path.pace_months as transition_pace_months,
        met_periods.period_code as plan_met_period,
        case
            when path.product_revenue_share is null then 'the month is not over or had no revenue'
            when path.pace is null then 'fewer than three months to tell the pace by'
            when met.met_place is null and path.pace <= 0 then 'the share does not grow'
            when met.met_place is null then 'not within the months of the plan'
        end as plan_not_met_reason
    from path
    left join met
        on
            path.system_name = met.system_name
            and path.version_number = met.version_number
            and path.period_code = met.period_code
    left join periods as met_periods on met.met_place = met_periods.place
)

select * from described
