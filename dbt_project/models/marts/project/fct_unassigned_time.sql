with

hours as (
    select * from {{ ref('int_unassigned_hours__valued') }}
),

posted as (
    select
        {{ surrogate_key(['person_key', 'week_start_date', 'period_code']) }} as person_week_key,
        person_key,
        week_start_date,
        entity_code,
        period_code as accounting_period,
        practice,
        role,
        region,
        unrecorded_hours,
        unmapped_hours,
        bench_hours,
        uncosted_hours,
        cost_rate_id,
        cost_rate,
        cost_currency_code,
        functional_currency_code,
        functional_fx_rate,
        reporting_currency_code,
        {% for books in ['functional', 'reporting'] %}
            {% for class in ['unrecorded', 'unmapped', 'bench'] %}
                {{ posted_amount(class ~ '_cost_' ~ books ~ '_amount') }} as {{ class }}_cost_{{ books }}_amount,
            {% endfor %}
            cast(
                {{ posted_amount('unmapped_cost_' ~ books ~ '_amount') }}
                + {{ posted_amount('bench_cost_' ~ books ~ '_amount') }}
                as decimal(18, 2)
            ) as unassigned_cost_{{ books }}_amount,
        {% endfor %}
        reporting_fx_rate
    from hours
)

select * from posted
