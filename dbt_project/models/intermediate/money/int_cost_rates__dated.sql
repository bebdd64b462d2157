{#- From which day until which each rate counts. A rate's subject is what it is for: a person, a role, a practice, an
    entity, or several of them. Of rates of one subject each day has one (`spans_in_force`). -#}
{%- set subject = ['person_id', 'role', 'practice', 'entity_code'] -%}
with

cost_rates as (
    select * from {{ ref('int_cost_rates__unioned') }}
),

entries as (
    select
        system_name,
        {{ subject | join(',\n        ') }},
        {{ surrogate_key(['system_name', 'cost_rate_id']) }} as entry_key,
        {{ surrogate_key(['system_name'] + subject) }} as subject_key,
        cost_rate_id,
        coalesce(valid_from, cast('1900-01-01' as date)) as valid_from,
        {{ plus_days('valid_to', 1) }} as stated_before,
        cost_rate,
        currency_code
    from cost_rates
),

{{ spans_in_force('entries', 'cost_rate_id') }},

dated as (
    select
        entries.system_name,
        entries.subject_key,
        {%- for column in subject %}
            entries.{{ column }},
        {%- endfor %}
        entries.cost_rate_id,
        spans.valid_from,
        spans.valid_before,
        entries.cost_rate,
        entries.currency_code
    from spans
    inner join entries on spans.entry_key = entries.entry_key
)

select * from dated
