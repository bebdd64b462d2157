{#- Hours that nobody could assign to a project, and what they cost: not recorded, recorded on no project
    that a system describes, or between projects. What was recorded costs what its entries cost; what was
    not has the person's rate of the last day of the week, or of its part in the period. -#}
with

weeks as (
    select * from {{ ref('int_person_weeks__summed') }}
    where unrecorded_hours <> 0 or unmapped_hours <> 0 or bench_hours <> 0
),

time_entries as (
    select * from {{ ref('int_time_entries__classed') }}
    where not is_ahead and (is_unmapped or hours_class = 'bench')
),

rates as (
    select * from {{ ref('int_person_rates__dated') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

placed as (
    select
        {{ surrogate_key(['weeks.person_key', 'weeks.week_start_date', 'weeks.period_code']) }}
            as person_week_key,
        weeks.*,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        rates.cost_rate_id,
        rates.cost_rate,
        rates.currency_code as cost_currency_code,
        {{ exact_product('weeks.unrecorded_hours', 'rates.cost_rate') }} as unrecorded_amount
    from weeks
    left join entities on weeks.entity_code = entities.entity_code
    left join rates
        on
            weeks.person_key = rates.person_key
            and weeks.last_date >= rates.valid_from
            and weeks.last_date < rates.valid_before
),

recorded as (
    select
        placed.person_week_key,
        placed.functional_currency_code,
        placed.reporting_currency_code,
        time_entries.work_date,
        time_entries.hours,
        time_entries.cost_currency_code,
        time_entries.cost_transaction_amount,
        case when time_entries.is_unmapped then 1 else 0 end as unmapped,
        case when time_entries.is_unmapped then 0 else 1 end as bench
    from time_entries
    inner join placed
        on
            {{ same('time_entries', 'placed', ['person_key', 'period_code']) }}
            and {{ week_of('time_entries.work_date') }} = placed.week_start_date
),

converted as (
    select
        recorded.person_week_key,
        recorded.hours,
        recorded.unmapped,
        {% for books in ['functional', 'reporting'] %}
            {{ in_currency(
                'recorded.cost_transaction_amount',
                'recorded.cost_currency_code',
                'recorded.' ~ books ~ '_currency_code',
                'to_' ~ books,
            ) }} as cost_{{ books }}_amount,
        {% endfor %}
        recorded.bench
    from recorded
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'recorded.cost_currency_code',
            'recorded.' ~ books ~ '_currency_code',
            'recorded.work_date',
        ) }}
    {% endfor %}
),

summed as (
    select
        person_week_key,
        {% for class in ['unmapped', 'bench'] %}
            sum(case when {{ class }} = 1 then cost_functional_amount end) as {{ class }}_functional_amount,
            sum(case when {{ class }} = 1 then cost_reporting_amount end) as {{ class }}_reporting_amount,
        {% endfor %}
        sum(
            case when cost_functional_amount is null or cost_reporting_amount is null then hours else 0 end
        ) as uncosted_hours
    from converted
    group by person_week_key
),

valued as (
    select
        placed.*,
        {% for books in ['functional', 'reporting'] %}
            {{ rate_used(
                'placed.cost_currency_code', 'placed.' ~ books ~ '_currency_code', 'to_' ~ books
            ) }} as {{ books }}_fx_rate,
            {{ in_currency(
                'placed.unrecorded_amount',
                'placed.cost_currency_code',
                'placed.' ~ books ~ '_currency_code',
                'to_' ~ books,
            ) }} as unrecorded_{{ books }}_amount,
            {% for class in ['unmapped', 'bench'] %}
                case
                    when placed.{{ class }}_hours = 0 and summed.{{ class }}_{{ books }}_amount is null then 0
                    else summed.{{ class }}_{{ books }}_amount
                end as {{ class }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        coalesce(summed.uncosted_hours, 0) as uncosted_recorded_hours
    from placed
    left join summed on placed.person_week_key = summed.person_week_key
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'placed.cost_currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.last_date',
        ) }}
    {% endfor %}
),

totalled as (
    select
        person_key,
        week_start_date,
        entity_code,
        period_code,
        practice,
        role,
        region,
        unrecorded_hours,
        unmapped_hours,
        bench_hours,
        cast(
            uncosted_recorded_hours
            + case
                when unrecorded_functional_amount is null or unrecorded_reporting_amount is null
                    then coalesce(unrecorded_hours, 0)
                else 0
            end as decimal(18, 6)
        ) as uncosted_hours,
        cost_rate_id,
        cost_rate,
        cost_currency_code,
        functional_currency_code,
        functional_fx_rate,
        reporting_currency_code,
        {% for books in ['functional', 'reporting'] %}
            {% for class in ['unrecorded', 'unmapped', 'bench'] %}
                cast({{ class }}_{{ books }}_amount as decimal(28, 6)) as {{ class }}_cost_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        reporting_fx_rate
    from valued
)

select * from totalled
