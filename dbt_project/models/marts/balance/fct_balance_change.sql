{#- Months in which the level of an axis changed: the six months from it on, or as many as there are, against the
    six before it, by Welch's t. A change is where t is five or more either way, and furthest from zero among the
    months within five of it; of equals, the first. Fewer than four months on a side tell no level; between levels
    that do not scatter at all t is beyond any number. -#}
{%- set least_t = 5 -%}
with

positions as (
    select
        *,
        row_number() over (partition by axis order by period_end_date) as place
    from {{ ref('fct_balance_position') }}
),

sided as (
    select
        positions.axis,
        positions.accounting_period,
        positions.place,
        case when near.place < positions.place then 'before' else 'after' end as side,
        cast(near.balance_value as double) as balance_value
    from positions
    inner join positions as near
        on
            positions.axis = near.axis
            and near.place between positions.place - 6 and positions.place + 5
    where near.balance_value is not null
),

levels as (
    select
        axis,
        accounting_period,
        place,
    {% for side in ['before', 'after'] %}
        count(case when side = '{{ side }}' then 1 end) as {{ side }}_months,
        avg(case when side = '{{ side }}' then balance_value end) as {{ side }}_level,
        var_samp(case when side = '{{ side }}' then balance_value end) as {{ side }}_variance
        {{- ',' if not loop.last }}
    {% endfor %}
    from sided
    group by axis, accounting_period, place
),

measured as (
    select
        *,
        (after_level - before_level)
        / sqrt(nullif(before_variance / before_months + after_variance / after_months, 0)) as t
    from levels
    where before_months >= 4 and after_months >= 4
),

strengths as (
    select
        *,
        coalesce(abs(t), case when after_level = before_level then 0 else 1000000 end) as strength
    from measured
),

rivals as (
    select
        strengths.axis,
        strengths.accounting_period,
        max(
            case
                when near.strength > strengths.strength then 1
                when near.strength = strengths.strength and near.place < strengths.place then 1
                else 0
            end
        ) as has_stronger
    from strengths
    inner join strengths as near
        on
            strengths.axis = near.axis
            and near.place between strengths.place - 5 and strengths.place + 5
    group by strengths.axis, strengths.accounting_period
),

described as (
    select
        {{ surrogate_key(['strengths.axis', 'strengths.accounting_period']) }} as balance_change_key,
        strengths.axis,
        strengths.accounting_period,
        cast(strengths.before_months as bigint) as months_before,
        cast(strengths.after_months as bigint) as months_after,
        cast(round(strengths.before_level, 6) as decimal(18, 6)) as level_before,
        cast(round(strengths.after_level, 6) as decimal(18, 6)) as level_after,
        cast(round(strengths.t, 6) as decimal(18, 6)) as change_t
    from strengths
    inner join rivals
        on
            strengths.axis = rivals.axis
            and strengths.accounting_period = rivals.accounting_period
    where strengths.strength >= {{ least_t }} and rivals.has_stronger = 0
)

select * from described
