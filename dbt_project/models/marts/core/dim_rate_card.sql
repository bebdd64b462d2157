{#- What an hour is sold for and what it costs, from which day to which. -#}
with

bill_rates as (
    select * from {{ ref('int_bill_rates__dated') }}
),

cost_rates as (
    select * from {{ ref('int_cost_rates__dated') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

listed as (
    select
        'bill' as rate_kind,
        system_name,
        bill_rate_id as rate_id,
        priority,
        is_list_price,
        project_key,
        client_key,
        person_key,
        role_name,
        cast(null as {{ dbt.type_string() }}) as practice,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        valid_from,
        valid_before,
        bill_rate as hourly_rate,
        currency_code
    from bill_rates
    union all
    select
        'cost' as rate_kind,
        cost_rates.system_name,
        cost_rates.cost_rate_id as rate_id,
        1 as priority,
        false as is_list_price,
        cast(null as {{ dbt.type_string() }}) as project_key,
        cast(null as {{ dbt.type_string() }}) as client_key,
        identities.crosswalk_key as person_key,
        lower(cost_rates.role) as role_name,
        cost_rates.practice,
        cost_rates.entity_code,
        cost_rates.valid_from,
        cost_rates.valid_before,
        cost_rates.cost_rate as hourly_rate,
        cost_rates.currency_code
    from cost_rates
    left join identities
        on
            cost_rates.system_name = identities.system_name
            and cost_rates.person_id = identities.source_id
),

described as (
    select
        {{ surrogate_key(['rate_kind', 'system_name', 'rate_id', 'valid_from']) }} as rate_card_key,
        rate_kind,
        system_name,
        rate_id,
        cast(priority as integer) as priority,
        is_list_price,
        project_key,
        client_key,
        person_key,
        role_name,
        practice,
        entity_code,
        case when valid_from > cast('1900-01-01' as date) then valid_from end as valid_from,
        case
            when valid_before < cast('9999-12-31' as date) then {{ plus_days('valid_before', -1) }}
        end as valid_to,
        cast(hourly_rate as decimal(18, 6)) as hourly_rate,
        currency_code as rate_currency_code
    from listed
)

select * from described
