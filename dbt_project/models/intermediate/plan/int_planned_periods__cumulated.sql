{#- What each approved plan has for each accounting period from its first to its last, and until its end:
    the curve of planned value. Amounts are converted at the spot rate of the day the plan was
    approved, or of its first day where that is later, so that a plan is worth the same as long as
    it is in force. -#}
{%- set measures = ['planned_cost', 'planned_revenue'] -%}
{%- set books = ['functional', 'reporting'] -%}
with

baselines as (
    select * from {{ ref('int_baselines__dated') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__unioned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

periods as (
    select
        period_code,
        period_start_date,
        period_end_date,
        row_number() over (order by period_start_date) as place
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

begun as (
    select
        baselines.baseline_key,
        greatest(baselines.approved_date, min(planned_periods.period_start_date)) as converted_on
    from planned_periods
    inner join baselines
        on
            planned_periods.system_name = baselines.system_name
            and planned_periods.baseline_id = baselines.baseline_id
    group by baselines.baseline_key, baselines.approved_date
),

placed as (
    select
        baselines.baseline_key,
        periods.place,
        planned_periods.planned_hours,
        case when planned_periods.planned_cost_amount < 0 then 1 else 0 end as is_below_zero,
        case when planned_periods.planned_cost_amount is null then 1 else 0 end as is_without_cost,
        {% for measure in measures %}
            {% for currency in books %}
                {{ in_currency(
                    'planned_periods.' ~ measure ~ '_amount',
                    'planned_periods.currency_code',
                    'baselines.' ~ currency ~ '_currency_code',
                    'to_' ~ currency,
                ) }} as {{ measure }}_{{ currency }}_amount,
            {% endfor %}
        {% endfor %}
        planned_periods.period_start_date
    from planned_periods
    inner join baselines
        on
            planned_periods.system_name = baselines.system_name
            and planned_periods.baseline_id = baselines.baseline_id
    inner join begun on baselines.baseline_key = begun.baseline_key
    left join periods
        on planned_periods.period_start_date between periods.period_start_date and periods.period_end_date
    {% for currency in books %}
        {{ join_fx_rate(
            'to_' ~ currency,
            'planned_periods.currency_code',
            'baselines.' ~ currency ~ '_currency_code',
            'begun.converted_on',
        ) }}
    {% endfor %}
),

plans as (
    select
        baseline_key,
        min(place) as first_place,
        max(place) as last_place,
        case
            when count(place) < count(*) then 'planned outside the fiscal calendar'
            when sum(is_without_cost) > 0 then 'planned without cost'
            when count(planned_cost_functional_amount) < count(*) then 'no exchange rate of the plan'
            when sum(is_below_zero) > 0 then 'planned below zero'
            when sum(planned_cost_functional_amount) = 0 then 'nothing is planned'
        end as plan_problem
    from placed
    group by baseline_key
),

summed as (
    select
        baseline_key,
        place,
        sum(planned_hours) as planned_hours,
    {% for measure in measures %}
    {% for currency in books %}
        case
            when count(*) = count({{ measure }}_{{ currency }}_amount)
                then {{ posted_amount('sum(' ~ measure ~ '_' ~ currency ~ '_amount)') }}
        end as {{ measure }}_{{ currency }}_amount{{ ',' if not (loop.last and measure == measures[-1]) }}
    {% endfor %}
    {% endfor %}
    from placed
    group by baseline_key, place
),

filled as (
    select
        plans.baseline_key,
        plans.plan_problem,
        periods.period_code,
        periods.period_start_date,
        periods.period_end_date,
        periods.place - plans.first_place + 1 as period_number,
        plans.last_place - plans.first_place + 1 as planned_duration,
        coalesce(summed.planned_hours, 0) as planned_hours,
    {% for measure in measures %}
    {% for currency in books %}
        case
            when summed.place is null then cast(0 as decimal(18, 2))
            else summed.{{ measure }}_{{ currency }}_amount
        end as {{ measure }}_{{ currency }}_amount{{ ',' if not (loop.last and measure == measures[-1]) }}
    {% endfor %}
    {% endfor %}
    from plans
    inner join periods on periods.place between plans.first_place and plans.last_place
    left join summed
        on plans.baseline_key = summed.baseline_key and periods.place = summed.place
),

cumulated as (
    select
        baseline_key,
        plan_problem,
        period_code,
        period_start_date,
        period_end_date,
        cast(period_number as integer) as period_number,
        cast(planned_duration as integer) as planned_duration,
        cast(planned_hours as decimal(18, 6)) as planned_hours,
        cast(sum(planned_hours) over until_now as decimal(18, 6)) as planned_cumulative_hours,
        cast(sum(planned_hours) over of_plan as decimal(18, 6)) as all_planned_hours,
    {% for measure in measures %}
    {% for currency in books %}
        {%- set amount = measure ~ '_' ~ currency ~ '_amount' %}
        {{ amount }},
        case
            when count(*) over of_plan = count({{ amount }}) over of_plan
                then cast(sum({{ amount }}) over until_now as decimal(18, 2))
        end as {{ measure }}_to_date_{{ currency }}_amount,
        case
            when count(*) over of_plan = count({{ amount }}) over of_plan
                then cast(sum({{ amount }}) over of_plan as decimal(18, 2))
        end as {{ measure }}_in_all_{{ currency }}_amount{{ ',' if not (loop.last and measure == measures[-1]) }}
    {% endfor %}
    {% endfor %}
    from filled
    window
        of_plan as (partition by baseline_key),
        until_now as (
            partition by baseline_key
            order by period_start_date
            rows between unbounded preceding and current row
        )
)

select * from cumulated
