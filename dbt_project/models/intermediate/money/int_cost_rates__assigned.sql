{#- A person's rates of all systems, as each system that knows the person looks them up: its own
    rate of a day first, then another system's in the order of their names. Spans end wherever any
    of the rates begins or ends, so that a day has one rate however many systems deliver one. -#}
with

cost_rates as (
    select * from {{ ref('int_cost_rates__dated') }}
),

people as (
    select
        system_name,
        source_id as person_id,
        crosswalk_key as person_key
    from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

known_rates as (
    select
        people.person_key,
        cost_rates.*
    from cost_rates
    inner join people
        on
            cost_rates.system_name = people.system_name
            and cost_rates.person_id = people.person_id
),

edges as (
    select
        person_key,
        valid_from as edge_date
    from known_rates
    union
    select
        person_key,
        valid_before as edge_date
    from known_rates
),

spans as (
    select
        person_key,
        edge_date as valid_from,
        lead(edge_date) over (partition by person_key order by edge_date) as valid_before
    from edges
),

candidates as (
    select
        people.system_name,
        people.person_id,
        spans.valid_from,
        spans.valid_before,
        known_rates.system_name as rate_system_name,
        known_rates.cost_rate_id,
        known_rates.cost_rate,
        known_rates.currency_code,
        row_number() over (
            partition by people.system_name, people.person_id, spans.valid_from
            order by
                case
                    when known_rates.system_name <> people.system_name then 3
                    when known_rates.person_id <> people.person_id then 2
                    else 1
                end,
                known_rates.system_name,
                known_rates.person_id,
                known_rates.cost_rate_id
        ) as candidate_rank
    from people
    inner join spans on people.person_key = spans.person_key
    inner join known_rates
        on
            spans.person_key = known_rates.person_key
            and spans.valid_from >= known_rates.valid_from
            and spans.valid_from < known_rates.valid_before
),

assigned as (
    select
        system_name,
        person_id,
        valid_from,
        valid_before,
        rate_system_name,
        cost_rate_id,
        cost_rate,
        currency_code
    from candidates
    where candidate_rank = 1
)

select * from assigned
