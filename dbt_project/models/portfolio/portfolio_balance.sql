{%- set horizons = [6, 3, 1] -%}
with

positions as (
    select * from {{ ref('fct_balance_position') }}
),

changes as (
    select * from {{ ref('fct_balance_change') }}
),

decisions as (
    select * from {{ ref('fct_rebalance_decision') }}
),

last_decisions as (
    select
        positions.balance_position_key,
        decisions.decided_on,
        decisions.action,
        decisions.expected_effect,
        {% for column in ['effect', 'effect_lower', 'effect_upper'] %}
            case
                {% for horizon in horizons %}
                    when
                        decisions.effect_{{ horizon }}m is not null
                        and positions.period_end_date >= {{ plus_months('decisions.decided_on', horizon) }}
                        then decisions.{{ column }}_{{ horizon }}m
                {% endfor %}
            end as {{ column }},
        {% endfor %}
        case
            {% for horizon in horizons %}
                when
                    decisions.effect_{{ horizon }}m is not null
                    and positions.period_end_date >= {{ plus_months('decisions.decided_on', horizon) }}
                    then {{ horizon }}
            {% endfor %}
        end as effect_after_months,
        decisions.effect_unknown_reason,
        row_number() over (
            partition by positions.balance_position_key
            order by decisions.decided_on desc, decisions.rebalance_decision_key asc
        ) as recency
    from positions
    inner join decisions
        on
            positions.axis = decisions.axis
            and positions.period_end_date >= decisions.decided_on
),

described as (
    select
        positions.balance_position_key as portfolio_balance_key,
        positions.axis,
        positions.axis_place,
        positions.axis_measure,
        positions.accounting_period,
        positions.period_end_date,
        row_number() over (partition by positions.axis order by positions.period_end_date desc) = 1
            as is_latest_period,
        positions.balance_value,
        positions.balance_target,
        positions.band_lower,
        positions.band_upper,
        positions.position_z,
        positions.drift_z,
        positions.balance_state,
        case
            when positions.balance_state = 'unknown' then positions.balance_unknown_reason
            when positions.balance_state = 'outside' and positions.position_z > 0
                then concat('above the band for ', positions.days_outside, ' days')
            when positions.balance_state = 'outside'
                then concat('below the band for ', positions.days_outside, ' days')
            when positions.balance_state = 'drifting' and positions.position_z > 0
                then 'in the band, moving up and out of it'
            when positions.balance_state = 'drifting' then 'in the band, moving down and out of it'
            else 'in the band'
        end as balance_state_text,
        positions.outside_since_date,
        positions.days_outside,
        changes.level_before,
        changes.level_after,
        changes.change_t,
        last_decisions.decided_on as last_decided_on,
        last_decisions.action as last_action,
        last_decisions.expected_effect,
        last_decisions.effect_after_months,
        last_decisions.effect as measured_effect,
        last_decisions.effect_lower as measured_effect_lower,
        last_decisions.effect_upper as measured_effect_upper,
        case
            when last_decisions.effect_after_months is null and last_decisions.decided_on is not null
                then coalesce(last_decisions.effect_unknown_reason, 'too early to tell')
        end as effect_unknown_reason
    from positions
    left join changes
        on
            positions.axis = changes.axis
            and positions.accounting_period = changes.accounting_period
    left join last_decisions
        on
            positions.balance_position_key = last_decisions.balance_position_key
            and last_decisions.recency = 1
)

select * from described
