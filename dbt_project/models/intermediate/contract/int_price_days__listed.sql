{#- The days on which the price of an approved version is made or judged anew: its first, and each later one
    on which a component of its contract was judged. -#}
with

versions as (
    select * from {{ ref('int_contract_versions__dated') }}
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
),

judged_days as (
    select distinct
        versions.system_name,
        versions.contract_id,
        greatest(components.made_on, versions.in_force_from) as judged_on
    from components
    inner join versions
        on
            components.system_name = versions.system_name
            and components.contract_version_id = versions.contract_version_id
),

listed as (
    select
        system_name,
        contract_id,
        version_number,
        in_force_from as valid_from
    from versions
    union
    select
        versions.system_name,
        versions.contract_id,
        versions.version_number,
        judged_days.judged_on as valid_from
    from versions
    inner join judged_days
        on
            versions.system_name = judged_days.system_name
            and versions.contract_id = judged_days.contract_id
            and versions.in_force_from < judged_days.judged_on
)

select * from listed
