{#- A rate's subject is what it is for: a person, a role, a practice, an entity, or several of them. -#}
{%- set subject = ['person_id', 'role', 'practice', 'entity_code'] -%}
with

cost_rates as (
    select * from {{ ref('int_cost_rates__unioned') }}
),

bounded as (
    select
        system_name,
        {{ surrogate_key(subject) }} as subject_key,
        {{ subject | join(',\n        ') }},
        cost_rate_id,
        coalesce(valid_from, cast('1900-01-01' as date)) as valid_from,
        coalesce(valid_to, cast('9999-12-30' as date)) as valid_to,
        cost_rate,
        currency_code
    from cost_rates
),

-- Of two rates that start on one day the later id counts, and a rate ends where the next begins:
-- an hour has one rate whatever overlaps the source holds.
ranked as (
    select
        bounded.*,
        row_number() over (
            partition by system_name, subject_key, valid_from
            order by cost_rate_id desc
        ) as start_rank
    from bounded
),

dated as (
    select
        system_name,
        subject_key,
        {{ subject | join(',\n        ') }},
        cost_rate_id,
        valid_from,
        least(
            {{ plus_days('valid_to', 1) }},
            lead(valid_from, 1, cast('9999-12-31' as date)) over (
                partition by system_name, subject_key
                order by valid_from
            )
        ) as valid_before,
        cost_rate,
        currency_code
    from ranked
    where start_rank = 1
)

select * from dated
