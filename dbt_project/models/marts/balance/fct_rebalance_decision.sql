{#- What was decided to move an axis, and what came of it 1, 3 and 6 months later: the value of that month less
    the one to be expected without the decision, which is where the least-squares line through the twelve months
    before the decision's goes, with the 95 % prediction interval of a single month. -#}
{%- set horizons = [1, 3, 6] -%}
with

decisions as (
    select * from {{ ref('int_decisions__unioned') }}
),

positions as (
    select * from {{ ref('fct_balance_position') }}
    where balance_value is not null
),

quantiles as (
    select * from {{ ref('student_t') }}
),

periods as (
    select
        period_code,
        period_start_date,
        period_end_date,
        row_number() over (order by period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

dated as (
    select
        {{ surrogate_key(['decisions.system_name', 'decisions.decision_id']) }} as rebalance_decision_key,
        decisions.system_name,
        decisions.decision_id,
        decisions.decided_on,
        decisions.axis,
        decisions.action,
        decisions.decided_by,
        decisions.expected_effect,
        periods.period_code,
        periods.place
    from decisions
    left join periods on decisions.decided_on between periods.period_start_date and periods.period_end_date
),

placed as (
    select
        positions.axis,
        cast(positions.balance_value as double) as balance_value,
        periods.place
    from positions
    inner join periods on positions.accounting_period = periods.period_code
),

histories as (
    select
        dated.rebalance_decision_key,
        count(*) as months_before,
        avg(placed.place - dated.place) as mean_month,
        avg(placed.balance_value) as mean_value,
        regr_slope(placed.balance_value, placed.place - dated.place) as slope,
        regr_sxx(placed.balance_value, placed.place - dated.place) as sxx,
        regr_syy(placed.balance_value, placed.place - dated.place) as syy
    from dated
    inner join placed
        on
            dated.axis = placed.axis
            and placed.place between dated.place - 12 and dated.place - 1
    group by dated.rebalance_decision_key
),

lines as (
    select
        histories.rebalance_decision_key,
        histories.months_before,
        histories.mean_month,
        histories.mean_value,
        histories.slope,
        histories.sxx,
        sqrt(greatest(histories.syy - histories.slope * histories.slope * histories.sxx, 0) / (histories.months_before - 2))
            as scatter,
        quantiles.quantile_975
    from histories
    inner join quantiles
        on
            histories.months_before - 2 >= quantiles.degrees_from
            and histories.months_before - 2 < quantiles.degrees_before
    where histories.months_before >= 6
),

{% for horizon in horizons %}
    after_{{ horizon }} as (
        select
            dated.rebalance_decision_key,
            placed.balance_value as value_after,
            lines.mean_value + lines.slope * ({{ horizon }} - lines.mean_month) as expected_value,
            lines.quantile_975 * lines.scatter * sqrt(
                1
                + cast(1 as double) / lines.months_before
                + ({{ horizon }} - lines.mean_month) * ({{ horizon }} - lines.mean_month) / lines.sxx
            ) as margin
        from dated
        inner join lines on dated.rebalance_decision_key = lines.rebalance_decision_key
        inner join placed on dated.axis = placed.axis and dated.place + {{ horizon }} = placed.place
    ),

{% endfor %}
described as (
    select
        dated.rebalance_decision_key,
        dated.system_name,
        dated.decision_id,
        dated.decided_on,
        dated.period_code as decision_period,
        dated.axis,
        dated.action,
        dated.decided_by,
        dated.expected_effect,
        cast(coalesce(histories.months_before, 0) as bigint) as effect_months_before,
        {% for horizon in horizons %}
            {% set after = 'after_' ~ horizon %}
            {% for column, sum in [
                ('value', after ~ '.value_after'),
                ('value_expected', after ~ '.expected_value'),
                ('effect', after ~ '.value_after - ' ~ after ~ '.expected_value'),
                ('effect_lower', after ~ '.value_after - ' ~ after ~ '.expected_value - ' ~ after ~ '.margin'),
                ('effect_upper', after ~ '.value_after - ' ~ after ~ '.expected_value + ' ~ after ~ '.margin'),
            ] %}
                cast(round({{ sum }}, 6) as decimal(18, 6)) as {{ column }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        case
            when lines.rebalance_decision_key is null then 'fewer than six months before the decision'
            when after_{{ horizons | first }}.rebalance_decision_key is null then 'too early to tell'
        end as effect_unknown_reason
    from dated
    left join histories on dated.rebalance_decision_key = histories.rebalance_decision_key
    left join lines on dated.rebalance_decision_key = lines.rebalance_decision_key
    {% for horizon in horizons %}
        left join after_{{ horizon }}
            on dated.rebalance_decision_key = after_{{ horizon }}.rebalance_decision_key
    {% endfor %}
)

select * from described
