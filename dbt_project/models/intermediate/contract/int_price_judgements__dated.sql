{#- What a component adds to the price of each approved version from the version that brought it on, on every
    day on which a component of the contract was judged: its latest judgement. Where a prospective
    modification has ended the version that promised it, the modified contract shares what was judged
    by then; a later change belongs to what was promised before (IFRS 15.90(a), ASC 606-10-32-45). A component
    stays where its first judgement has it (a finding names one that moves). -#}
with

versions as (
    select * from {{ ref('int_contract_versions__dated') }}
),

components as (
    select
        system_name,
        price_component_id,
        made_on,
        constrained_amount,
        first_value(contract_version_id) over in_order as contract_version_id,
        first_value(performance_obligation_id) over in_order as performance_obligation_id
    from {{ ref('int_price_components__unioned') }}
    window in_order as (partition by system_name, price_component_id order by made_on)
),

days as (
    select * from {{ ref('int_price_days__listed') }}
),

judgements as (
    select
        components.system_name,
        versions.contract_id,
        versions.version_number,
        versions.settled_in_version_number,
        versions.settled_on,
        components.price_component_id,
        components.performance_obligation_id,
        components.constrained_amount,
        greatest(components.made_on, versions.in_force_from) as judged_on,
        lead(components.made_on, 1, cast('9999-12-31' as date)) over (
            partition by components.system_name, components.price_component_id
            order by components.made_on
        ) as judged_before
    from components
    inner join versions
        on
            components.system_name = versions.system_name
            and components.contract_version_id = versions.contract_version_id
),

settled as (
    select
        days.system_name,
        days.contract_id,
        days.version_number,
        days.valid_from,
        judgements.price_component_id,
        judgements.performance_obligation_id,
        judgements.version_number as promised_in_version_number,
        judgements.constrained_amount,
        judgements.judged_on,
        judgements.judged_before,
        case
            when judgements.settled_in_version_number <= days.version_number
                then judgements.settled_in_version_number
        end as settled_in_version_number,
        case
            when judgements.settled_in_version_number <= days.version_number
                then least(judgements.settled_on, days.valid_from)
            else days.valid_from
        end as settled_on
    from days
    inner join judgements
        on
            days.system_name = judgements.system_name
            and days.contract_id = judgements.contract_id
            and days.version_number >= judgements.version_number
            and days.valid_from >= judgements.judged_on
),

judged as (
    select
        system_name,
        contract_id,
        version_number,
        valid_from,
        price_component_id,
        performance_obligation_id,
        promised_in_version_number,
        settled_in_version_number,
        coalesce(
            sum(case when valid_from < judged_before then constrained_amount end), 0
        ) as constrained_amount,
        coalesce(
            sum(
                case
                    when settled_on >= judged_on and settled_on < judged_before
                        then constrained_amount
                end
            ), 0
        ) as settled_amount
    from settled
    group by
        system_name, contract_id, version_number, valid_from, price_component_id,
        performance_obligation_id, promised_in_version_number, settled_in_version_number
)

select * from judged
