{#- What projects and offers ask of each role in the weeks ahead, and what its people are there for. -#}
with

planned_work as (
    select * from {{ ref('fct_planned_work_week') }}
),

capacity as (
    select * from {{ ref('int_plan_capacity__counted') }}
),

asked as (
    select
        role,
        week_start_date,
        sum(hard_demand_hours) as hard_demand_hours,
        sum(soft_demand_hours) as soft_demand_hours,
        sum(weighted_pipeline_reporting_amount) as weighted_pipeline_reporting_amount
    from planned_work
    group by role, week_start_date
),

spine as (
    select
        role,
        week_start_date
    from asked
    union
    select
        role,
        week_start_date
    from capacity
),

joined as (
    select
        {{ surrogate_key(['spine.role', 'spine.week_start_date']) }} as pipeline_to_capacity_week_key,
        spine.role,
        spine.week_start_date,
        cast(coalesce(capacity.people, 0) as bigint) as people,
        cast(coalesce(capacity.capacity_net_hours, 0) as decimal(18, 6)) as planned_capacity_hours,
        cast(coalesce(asked.hard_demand_hours, 0) as decimal(18, 6)) as hard_demand_hours,
        cast(coalesce(asked.soft_demand_hours, 0) as decimal(18, 6)) as soft_demand_hours,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(coalesce(asked.weighted_pipeline_reporting_amount, 0) as decimal(18, 2))
            as weighted_pipeline_reporting_amount
    from spine
    left join asked
        on spine.role = asked.role and spine.week_start_date = asked.week_start_date
    left join capacity
        on spine.role = capacity.role and spine.week_start_date = capacity.week_start_date
),

described as (
    select
        pipeline_to_capacity_week_key,
        role,
        week_start_date,
        people,
        planned_capacity_hours,
        hard_demand_hours,
        soft_demand_hours,
        cast(hard_demand_hours + soft_demand_hours as decimal(18, 6)) as demand_hours,
        cast(planned_capacity_hours - hard_demand_hours - soft_demand_hours as decimal(18, 6))
            as capacity_gap_hours,
        cast(
            {{ exact_quotient('(hard_demand_hours + soft_demand_hours)', 'planned_capacity_hours') }}
            as decimal(18, 6)
        ) as planned_load_share,
        reporting_currency_code,
        weighted_pipeline_reporting_amount
    from joined
)

select * from described
