with

weeks as (
    select * from {{ ref('fct_pipeline_to_capacity_week') }}
),

described as (
    select
        pipeline_to_capacity_week_key as portfolio_plan_key,
        role,
        week_start_date,
        people,
        planned_capacity_hours,
        hard_demand_hours,
        soft_demand_hours,
        demand_hours,
        capacity_gap_hours,
        planned_load_share,
        reporting_currency_code,
        weighted_pipeline_reporting_amount
    from weeks
)

select * from described
