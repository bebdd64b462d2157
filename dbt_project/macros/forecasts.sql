{#- Forecasts, their intervals and their record (decision 28). -#}

{#- The quantiles that every forecast has: tenths of outcomes that are below. -#}
{% macro forecast_quantiles() -%}
    {{ return({'p10': 1, 'p50': 5, 'p80': 8, 'p90': 9}) }}
{%- endmacro %}

{#- The CTEs `<name>_ranked`, `<name>_counted` and `<name>`: of the rows of `items`, for each class and period, the
    ratio at each of 49 levels: the first that at least so many fiftieths do not exceed.

    within: the columns that make a class and its period. -#}
{% macro graded_ratios(name, items, within) -%}
{{ name }}_ranked as (
    select
        {{ within | join(', ') }},
        subject_number,
        outcome_ratio,
        row_number() over (partition by {{ within | join(', ') }} order by outcome_ratio, case_number) as place
    from {{ items }}
),

{{ name }}_counted as (
    select
        {{ within | join(', ') }},
        count(*) as places,
        count(distinct subject_number) as cases
    from {{ name }}_ranked
    group by {{ within | join(', ') }}
),

{{ name }} as (
    select
        {%- for column in within %}
        counted.{{ column }},
        {%- endfor %}
        counted.cases,
        levels.level_number,
        ranked.outcome_ratio
    from {{ name }}_counted as counted
    cross join levels
    inner join {{ name }}_ranked as ranked
        on
            {%- for column in within %}
            counted.{{ column }} = ranked.{{ column }} and
            {%- endfor %}
            cast(floor((counted.places * levels.level_number + 49) * 0.02) as bigint) = ranked.place
)
{%- endmacro %}

{#- The mean pinball loss of the four quantiles, of columns named `outcome_value` and as the quantiles are. -#}
{% macro pinball_loss() -%}
(
            {%- for quantile, tenths in forecast_quantiles().items() %}
            case
                when outcome_value >= {{ quantile }}_value
                    then cast({{ tenths }} * 0.1 as decimal(2, 1)) * (outcome_value - {{ quantile }}_value)
                else cast({{ 10 - tenths }} * 0.1 as decimal(2, 1)) * ({{ quantile }}_value - outcome_value)
            end{{ ' +' if not loop.last }}
            {%- endfor %}
        ) * cast(0.25 as decimal(3, 2))
{%- endmacro %}

{#- The CTEs from `events` to `records`: how right forecasts have been, by what was known by each period's end.
    They read the CTEs `forecasts` (with what each came to) and `period_ends`. A loss is a quantile's pinball
    loss, the mean of the four; everything is summed before it is divided by the sum of outcomes. -#}
{% macro forecast_records() -%}
    {%- set group = ['measure', 'record_level', 'level_code', 'forecaster', 'horizon'] -%}
    {%- set sums = [
        'forecasts', 'outcomes', 'errors', 'absolute_errors', 'p50_errors', 'absolute_p50_errors', 'losses',
        'between_p10_p90', 'inside_p10_p90', 'below_p80',
    ] -%}
scored as (
    select
        measure,
        class_level,
        class_code,
        forecaster,
        horizon,
        known_period_start_date,
        known_before_period_start_date,
        1 as forecasts,
        outcome_value as outcomes,
        outcome_value - forecast_value as errors,
        abs(outcome_value - forecast_value) as absolute_errors,
        outcome_value - p50_value as p50_errors,
        abs(outcome_value - p50_value) as absolute_p50_errors,
        {{ pinball_loss() }} as losses,
        case when outcome_value between p10_value and p90_value then 1 else 0 end as between_p10_p90,
        case when outcome_value > p10_value and outcome_value < p90_value then 1 else 0 end as inside_p10_p90,
        case when outcome_value <= p80_value then 1 else 0 end as below_p80
    from forecasts
),

levelled as (
    select
        *,
        class_level as record_level,
        class_code as level_code
    from scored
    where class_level <> 'company'
    union all
    select
        *,
        'company' as record_level,
        cast(null as {{ dbt.type_string() }}) as level_code
    from scored
),

events as (
    {%- for day, sign in [('known_period_start_date', ''), ('known_before_period_start_date', '-')] %}
    select
        {{ group | join(', ') }},
        {{ day }} as event_date,
        {%- for name in sums %}
        {{ sign }}sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from levelled
    group by {{ group | join(', ') }}, {{ day }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

groups_of as (
    select
        {{ group | join(', ') }},
        min(event_date) as first_date
    from events
    group by {{ group | join(', ') }}
),

cumulated as (
    select
        {%- for column in group %}
        groups_of.{{ column }},
        {%- endfor %}
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.is_running,
        {%- for name in sums %}
        sum(coalesce(sum(events.{{ name }}), 0)) over (
            partition by groups_of.{{ group | join(', groups_of.') }}
            order by period_ends.period_start_date
            rows between unbounded preceding and current row
        ) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from groups_of
    inner join period_ends on groups_of.first_date <= period_ends.period_start_date
    left join events
        on
            {{ same('groups_of', 'events', group) }}
            and period_ends.period_start_date = events.event_date
    group by
        groups_of.{{ group | join(', groups_of.') }},
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.is_running
),

records as (
    select
        {{ group | join(', ') }},
        period_code,
        period_start_date,
        is_running,
        cast(forecasts as bigint) as forecasts,
        {%- for name, part, whole in [
            ('wape', 'absolute_errors', 'outcomes'),
            ('bias', 'errors', 'outcomes'),
            ('wape_p50', 'absolute_p50_errors', 'outcomes'),
            ('bias_p50', 'p50_errors', 'outcomes'),
            ('pinball_loss', 'losses', 'outcomes'),
            ('covered_p10_p90_share', 'cast(between_p10_p90 as decimal(18, 0))', 'cast(forecasts as decimal(18, 0))'),
            ('inside_p10_p90_share', 'cast(inside_p10_p90 as decimal(18, 0))', 'cast(forecasts as decimal(18, 0))'),
            ('below_p80_share', 'cast(below_p80 as decimal(18, 0))', 'cast(forecasts as decimal(18, 0))'),
        ] %}
        cast({{ exact_quotient(part, whole) }} as decimal(18, 6)) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from cumulated
    where forecasts > 0
)
{%- endmacro %}
