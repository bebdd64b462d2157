{#- The transaction price of each approved version of a contract: its fixed consideration and the part
    of what is variable that is highly probable (IFRS 15.47 and 56, ASC 606-10-32-2 and 32-11). A
    component belongs to the version that brought it and to all after it. An unapproved modification
    has no price, nor do its components (IFRS 15.18). -#}
with

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
    where approved_date is not null
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
),

placed_components as (
    select
        components.system_name,
        versions.contract_id,
        versions.version_number,
        components.performance_obligation_id,
        components.constrained_amount
    from components
    inner join versions
        on
            components.system_name = versions.system_name
            and components.contract_version_id = versions.contract_version_id
),

summed as (
    select
        versions.system_name,
        versions.contract_version_id,
        sum(
            case
                when placed_components.performance_obligation_id is null
                    then placed_components.constrained_amount
            end
        ) as shared_amount,
        sum(placed_components.constrained_amount) as variable_amount
    from versions
    inner join placed_components
        on
            versions.system_name = placed_components.system_name
            and versions.contract_id = placed_components.contract_id
            and versions.version_number >= placed_components.version_number
    group by versions.system_name, versions.contract_version_id
),

priced as (
    select
        versions.system_name,
        versions.contract_id,
        versions.contract_version_id,
        versions.version_number,
        versions.modification_type,
        versions.currency_code,
        versions.effective_date as valid_from,
        {{ posted_amount('versions.fixed_amount') }} as fixed_amount,
        {{ posted_amount('coalesce(summed.variable_amount, 0)') }} as variable_amount,
        {{ posted_amount('versions.fixed_amount + coalesce(summed.shared_amount, 0)') }}
            as shared_amount,
        {{ posted_amount('versions.fixed_amount + coalesce(summed.variable_amount, 0)') }}
            as transaction_price,
        {{ posted_amount('versions.not_to_exceed_amount') }} as not_to_exceed_amount
    from versions
    left join summed
        on
            versions.system_name = summed.system_name
            and versions.contract_version_id = summed.contract_version_id
),

dated as (
    select
        priced.*,
        lead(valid_from, 1, cast('9999-12-31' as date)) over later as valid_before,
        lag(version_number) over later as version_number_before,
        lag(shared_amount) over later as shared_amount_before
    from priced
    window later as (partition by system_name, contract_id order by version_number)
)

select * from dated
