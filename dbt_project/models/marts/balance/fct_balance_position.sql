{#- Where the company stands on each axis at the end of each period that is over. How far out it is
    (`distance`) is z to the side on which the axis can leave its band. An axis left its band where the last
    period that decides is one beyond `leaves_beyond`, not one short of `returns_below`; between the two nothing is
    decided, and the state stays as it was. It is out since the first such period after it last returned. -#}
with

axes as (
    select * from {{ ref('balance_axes') }}
),

balances as (
    select * from {{ ref('fct_balance_project_product') }}
    where is_group
),

path as (
    select * from {{ ref('fct_balance_transition_path') }}
    where is_plan_in_force
),

partnerships as (
    select * from {{ ref('fct_balance_partnership') }}
    where is_group and hand_off = 'work_invoiced'
),

governance as (
    select * from {{ ref('fct_balance_governance_month') }}
),

period_ends as (
    select
        period_code,
        period_start_date,
        as_of_date,
        row_number() over (order by period_start_date) as place
    from {{ ref('int_period_ends__listed') }}
    where is_over
),

measured as (
    select
        'project_product' as axis,
        accounting_period,
        product_revenue_share as balance_value,
        cast(null as bigint) as items
    from balances
    union all
    select
        'partnership_interference' as axis,
        accounting_period,
        cast(median_days as decimal(18, 6)) as balance_value,
        arrived_items as items
    from partnerships
    {% for axis, measure, items in [
        ('administration_bureaucracy', 'governance_load', 'cast(null as bigint)'),
        ('output_outcome', 'outcome_attainment', 'outcomes_due'),
        ('client_scope_schedule_budget', 'promises_kept_share', 'promised_projects'),
    ] %}
        union all
        select
            '{{ axis }}' as axis,
            accounting_period,
            {{ measure }} as balance_value,
            {{ items }} as items
        from governance
    {% endfor %}
),

told as (
    select
        measured.axis,
        measured.accounting_period,
        case when coalesce(measured.items, axes.least_items) >= axes.least_items then measured.balance_value end
            as balance_value
    from measured
    inner join axes on measured.axis = axes.axis
),

first_places as (
    select
        told.axis,
        min(period_ends.place) as first_place
    from told
    inner join period_ends on told.accounting_period = period_ends.period_code
    where told.balance_value is not null
    group by told.axis
),

planned as (
    select
        accounting_period,
        max(planned_product_revenue_share) as planned_share
    from path
    group by accounting_period
),

placed as (
    select
        axes.axis,
        axes.place as axis_place,
        axes.measure as axis_measure,
        axes.out_of_band,
        axes.leaves_beyond,
        axes.returns_below,
        axes.drifting_from,
        axes.band_width,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.place,
        told.balance_value,
        case when axes.axis = 'project_product' then coalesce(planned.planned_share, axes.target) else axes.target end
            as balance_target
    from axes
    inner join first_places on axes.axis = first_places.axis
    inner join period_ends on first_places.first_place <= period_ends.place
    left join told
        on
            axes.axis = told.axis
            and period_ends.period_code = told.accounting_period
    left join planned on period_ends.period_code = planned.accounting_period
),

positioned as (
    select
        *,
        cast({{ exact_quotient('(balance_value - balance_target)', 'band_width') }} as decimal(18, 6)) as z
    from placed
),

distanced as (
    select
        *,
        case out_of_band when 'above' then z when 'below' then -z else abs(z) end as distance
    from positioned
),

judged as (
    select
        *,
        z - lag(z, 3) over (partition by axis order by place) as drift,
        distance - lag(distance, 3) over (partition by axis order by place) as outward_drift
    from distanced
),

decisive as (
    select
        *,
        distance > leaves_beyond as is_leaving,
        sum(case when distance < returns_below then 1 else 0 end) over (partition by axis order by place)
            as returns_so_far
    from judged
),

outside as (
    select
        *,
        min(case when is_leaving then period_start_date end) over (
            partition by axis, returns_so_far order by place
        ) as outside_since_date
    from decisive
),

described as (
    select
        {{ surrogate_key(['axis', 'period_code']) }} as balance_position_key,
        axis,
        cast(axis_place as integer) as axis_place,
        axis_measure,
        period_code as accounting_period,
        as_of_date as period_end_date,
        cast(balance_value as decimal(18, 6)) as balance_value,
        cast(balance_target as decimal(18, 6)) as balance_target,
        case when out_of_band <> 'above' then cast(balance_target - band_width as decimal(18, 6)) end as band_lower,
        case when out_of_band <> 'below' then cast(balance_target + band_width as decimal(18, 6)) end as band_upper,
        z as position_z,
        cast(drift as decimal(18, 6)) as drift_z,
        case
            when balance_value is null then 'unknown'
            when outside_since_date is not null then 'outside'
            when distance >= drifting_from and outward_drift >= drifting_from then 'drifting'
            else 'inside'
        end as balance_state,
        outside_since_date,
        case
            when outside_since_date is null then 0
            else {{ days_between('outside_since_date', 'as_of_date') }} + 1
        end as days_outside,
        case when balance_value is null then 'too little to measure it by in the period' end
            as balance_unknown_reason
    from outside
)

select * from described
