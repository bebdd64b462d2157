{#- The transaction price of each approved version of a contract, from the day the version is both
    effective and approved, and anew from each day a part of it was judged: its fixed consideration
    and the part of what is variable that is highly probable (IFRS 15.47, 56 and 87, ASC 606-10-32-2,
    32-11 and 32-42). A component belongs to the version that brought it and to all after it; its
    latest judgement counts. An unapproved modification has no price, nor do its components
    (IFRS 15.18). A version's prices go on after the next version: obligations that a separate
    contract leaves alone still share theirs. -#}
with

approved as (
    select
        *,
        greatest(effective_date, approved_date) as in_force_from
    from {{ ref('int_contract_versions__unioned') }}
    where approved_date is not null
),

versions as (
    select
        *,
        coalesce(
            min(in_force_from) over (
                partition by system_name, contract_id
                order by version_number
                rows between 1 following and unbounded following
            ),
            cast('9999-12-31' as date)
        ) as in_force_before,
        lag(version_number) over later as version_number_before,
        lag(fixed_amount) over later as fixed_amount_before
    from approved
    window later as (partition by system_name, contract_id order by version_number)
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
),

judgements as (
    select
        components.system_name,
        versions.contract_id,
        versions.version_number,
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

days as (
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
        judgements.judged_on as valid_from
    from versions
    inner join judgements
        on
            versions.system_name = judgements.system_name
            and versions.contract_id = judgements.contract_id
            and versions.in_force_from < judgements.judged_on
),

summed as (
    select
        days.system_name,
        days.contract_id,
        days.version_number,
        days.valid_from,
        sum(judgements.constrained_amount) as variable_amount,
        sum(
            case
                when judgements.performance_obligation_id is null then judgements.constrained_amount
            end
        ) as shared_amount,
        sum(
            case
                when
                    judgements.performance_obligation_id is null
                    and judgements.version_number < days.version_number
                    then judgements.constrained_amount
            end
        ) as shared_amount_before
    from days
    inner join judgements
        on
            days.system_name = judgements.system_name
            and days.contract_id = judgements.contract_id
            and days.version_number >= judgements.version_number
            and days.valid_from >= judgements.judged_on
            and days.valid_from < judgements.judged_before
    group by days.system_name, days.contract_id, days.version_number, days.valid_from
),

priced as (
    select
        versions.system_name,
        versions.contract_id,
        versions.contract_version_id,
        versions.version_number,
        versions.version_number_before,
        versions.modification_type,
        versions.currency_code,
        versions.in_force_from,
        versions.in_force_before,
        days.valid_from,
        lead(days.valid_from, 1, cast('9999-12-31' as date)) over (
            partition by versions.system_name, versions.contract_version_id
            order by days.valid_from
        ) as valid_before,
        {{ posted_amount('versions.fixed_amount') }} as fixed_amount,
        {{ posted_amount('coalesce(summed.variable_amount, 0)') }} as variable_amount,
        {{ posted_amount('versions.fixed_amount + coalesce(summed.shared_amount, 0)') }}
            as shared_amount,
        {{ posted_amount('versions.fixed_amount_before + coalesce(summed.shared_amount_before, 0)') }}
            as shared_amount_before,
        {{ posted_amount('versions.fixed_amount + coalesce(summed.variable_amount, 0)') }}
            as transaction_price,
        {{ posted_amount('versions.not_to_exceed_amount') }} as not_to_exceed_amount
    from days
    inner join versions
        on
            days.system_name = versions.system_name
            and days.contract_id = versions.contract_id
            and days.version_number = versions.version_number
    left join summed
        on
            days.system_name = summed.system_name
            and days.contract_id = summed.contract_id
            and days.version_number = summed.version_number
            and days.valid_from = summed.valid_from
)

select * from priced
