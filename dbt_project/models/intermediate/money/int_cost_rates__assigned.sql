{#- The rate of each person on each day, as each system that knows the person looks it up (decision 22):
    the most specific of the rates whose person, role, practice and employer are those of the person on
    the day; of equally specific ones the system's own first, then another system's in the order of their
    names. Spans end wherever any of the rates or of the
    terms begins or ends, so that a day has one rate however many there are. -#}
with

cost_rates as (
    select
        *,
        case when person_id is null then 0 else 8 end
        + case when role is null then 0 else 4 end
        + case when practice is null then 0 else 2 end
        + case when entity_code is null then 0 else 1 end as specificity
    from {{ ref('int_cost_rates__dated') }}
),

people as (
    select
        system_name,
        source_id as person_id,
        crosswalk_key as person_key
    from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

terms as (
    select * from {{ ref('int_people__employed') }}
),

of_one_person as (
    select
        people.person_key,
        cost_rates.*
    from cost_rates
    inner join people
        on
            cost_rates.system_name = people.system_name
            and cost_rates.person_id = people.person_id
),

-- Rates that are for whoever has a role, a practice or an employer, while they have it.
while_on_terms as (
    select
        of_one_person.system_name,
        of_one_person.person_key,
        of_one_person.cost_rate_id,
        of_one_person.valid_from,
        terms.valid_from as terms_from,
        terms.valid_before as terms_before
    from of_one_person
    inner join terms on of_one_person.person_key = terms.person_key
    where
        of_one_person.specificity > 8
        and coalesce(of_one_person.role = terms.role, of_one_person.role is null)
        and coalesce(of_one_person.practice = terms.practice, of_one_person.practice is null)
        and coalesce(of_one_person.entity_code = terms.entity_code, of_one_person.entity_code is null)
    union all
    select
        cost_rates.system_name,
        terms.person_key,
        cost_rates.cost_rate_id,
        cost_rates.valid_from,
        terms.valid_from as terms_from,
        terms.valid_before as terms_before
    from cost_rates
    inner join terms
        on
            coalesce(cost_rates.role = terms.role, cost_rates.role is null)
            and coalesce(cost_rates.practice = terms.practice, cost_rates.practice is null)
            and coalesce(cost_rates.entity_code = terms.entity_code, cost_rates.entity_code is null)
    where cost_rates.person_id is null
),

known_rates as (
    select
        person_key,
        system_name,
        person_id,
        cost_rate_id,
        specificity,
        valid_from,
        valid_before,
        cost_rate,
        currency_code
    from of_one_person
    where specificity = 8
    union all
    select
        while_on_terms.person_key,
        cost_rates.system_name,
        cost_rates.person_id,
        cost_rates.cost_rate_id,
        cost_rates.specificity,
        greatest(cost_rates.valid_from, while_on_terms.terms_from) as valid_from,
        least(cost_rates.valid_before, while_on_terms.terms_before) as valid_before,
        cost_rates.cost_rate,
        cost_rates.currency_code
    from while_on_terms
    inner join cost_rates
        on
            while_on_terms.system_name = cost_rates.system_name
            and while_on_terms.cost_rate_id = cost_rates.cost_rate_id
            and while_on_terms.valid_from = cost_rates.valid_from
    where
        greatest(cost_rates.valid_from, while_on_terms.terms_from)
        < least(cost_rates.valid_before, while_on_terms.terms_before)
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
                known_rates.specificity desc,
                case
                    when known_rates.system_name <> people.system_name then 3
                    when known_rates.person_id <> people.person_id then 2
                    else 1
                end asc,
                known_rates.system_name asc,
                known_rates.person_id asc
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
