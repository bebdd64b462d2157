{#- What an hour of a person costs, whichever system is asked: the rate that a system delivers itself
    before one that it borrows from another. -#}
with

cost_rates as (
    select * from {{ ref('int_cost_rates__assigned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

ranked as (
    select
        identities.crosswalk_key as person_key,
        cost_rates.valid_from,
        cost_rates.valid_before,
        cost_rates.cost_rate_id,
        cost_rates.cost_rate,
        cost_rates.currency_code,
        row_number() over (
            partition by identities.crosswalk_key, cost_rates.valid_from
            order by
                case when cost_rates.rate_system_name = cost_rates.system_name then 1 else 2 end,
                cost_rates.system_name,
                cost_rates.person_id
        ) as place
    from cost_rates
    inner join identities
        on
            cost_rates.system_name = identities.system_name
            and cost_rates.person_id = identities.source_id
),

dated as (
    select
        person_key,
        valid_from,
        valid_before,
        cost_rate_id,
        cost_rate,
        currency_code
    from ranked
    where place = 1
)

select * from dated
