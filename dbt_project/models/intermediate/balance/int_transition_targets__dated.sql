{#- The approved versions of the plan from projects to products by accounting period. A version counts from the
    day it was approved until the next one was; of two that were approved on one day the later counts. -#}
with

targets as (
    select * from {{ ref('int_transition_targets__unioned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

versions as (
    select
        system_name,
        version_number,
        min(approved_date) as approved_date
    from targets
    group by system_name, version_number
),

in_order as (
    select
        system_name,
        version_number,
        approved_date,
        lead(approved_date, 1, cast('9999-12-31' as date)) over (
            order by approved_date, version_number, system_name
        ) as valid_before
    from versions
),

placed as (
    select
        in_order.system_name,
        in_order.version_number,
        in_order.approved_date,
        in_order.valid_before,
        periods.period_code,
        periods.period_start_date,
        targets.product_revenue_share as planned_product_revenue_share,
        row_number() over (
            partition by in_order.system_name, in_order.version_number, periods.period_code
            order by targets.period_start_date desc, targets.transition_target_id asc
        ) as recency
    from targets
    inner join in_order
        on
            targets.system_name = in_order.system_name
            and targets.version_number = in_order.version_number
    inner join periods
        on targets.period_start_date between periods.period_start_date and periods.period_end_date
),

dated as (
    select
        system_name,
        version_number,
        approved_date,
        valid_before,
        period_code,
        period_start_date,
        planned_product_revenue_share
    from placed
    where recency = 1
)

select * from dated
