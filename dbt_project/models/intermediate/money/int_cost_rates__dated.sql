{#- From which day until which each rate may count. A rate's subject is what it is for: a person, a role, a practice,
    an entity, or several of them. Of two rates of one subject and day the one that begins later counts, of two that
    begin on one day that of the later id. A rate without an end ends where the next one begins, and each where one
    begins that ends no earlier; one that ends after those that interrupt it goes on in between. -#}
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
        {{ plus_days('valid_to', 1) }} as stated_before,
        cost_rate,
        currency_code
    from cost_rates
),

ended as (
    select
        *,
        coalesce(
            stated_before,
            lead(valid_from, 1, cast('9999-12-31' as date)) over (
                partition by system_name, subject_key
                order by valid_from, cost_rate_id
            )
        ) as ended_before
    from bounded
),

outlived as (
    select
        ended.system_name,
        ended.cost_rate_id,
        min(later.valid_from) as outlived_from
    from ended
    inner join ended as later
        on
            ended.system_name = later.system_name
            and ended.subject_key = later.subject_key
            and ended.ended_before <= later.ended_before
            and (
                ended.valid_from < later.valid_from
                or (ended.valid_from = later.valid_from and ended.cost_rate_id < later.cost_rate_id)
            )
    group by ended.system_name, ended.cost_rate_id
),

dated as (
    select
        ended.system_name,
        ended.subject_key,
        {%- for column in subject %}
            ended.{{ column }},
        {%- endfor %}
        ended.cost_rate_id,
        ended.valid_from,
        least(ended.ended_before, coalesce(outlived.outlived_from, ended.ended_before)) as valid_before,
        ended.cost_rate,
        ended.currency_code
    from ended
    left join outlived
        on
            ended.system_name = outlived.system_name
            and ended.cost_rate_id = outlived.cost_rate_id
),

counted as (
    select * from dated
    where valid_from < valid_before
)

select * from counted
