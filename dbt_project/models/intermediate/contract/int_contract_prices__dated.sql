{#- The transaction price of each approved version of a contract, from the day the version is both
    effective and approved, and anew from each day a part of it was judged: its fixed consideration
    and the part of what is variable that is highly probable (IFRS 15.47, 56 and 87, ASC 606-10-32-2,
    32-11 and 32-42). A component belongs to the version that brought it and to all after it. A
    version's prices go on after the next version: obligations that a separate contract leaves alone
    still share theirs. -#}
with

versions as (
    select * from {{ ref('int_contract_versions__dated') }}
),

judgements as (
    select * from {{ ref('int_price_judgements__dated') }}
),

days as (
    select * from {{ ref('int_price_days__listed') }}
),

summed as (
    select
        system_name,
        contract_id,
        version_number,
        valid_from,
        sum(constrained_amount) as variable_amount,
        sum(case when performance_obligation_id is null then settled_amount end) as shared_amount,
        sum(
            case
                when performance_obligation_id is null and promised_in_version_number < version_number
                    then settled_amount
            end
        ) as shared_amount_before
    from judgements
    group by system_name, contract_id, version_number, valid_from
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
