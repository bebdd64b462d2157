{#- How each project is paid for: by the hour where its performance obligations are invoiced by right, or,
    without any obligation, where any system says so or no system describes it (decision 9); the contract
    it is delivered under, and what the contract's latest version may not exceed. A cap of several
    obligations belongs to none of them alone and is left out (its finding says so). -#}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

described as (
    select
        project_identities.crosswalk_key as project_key,
        max(case when projects.project_type = 'time_and_materials' then 1 else 0 end) as by_time,
        max(case when projects.project_type is null then 0 else 1 end) as is_described,
        min(contract_identities.crosswalk_key) as contract_key
    from projects
    inner join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and projects.system_name = project_identities.system_name
            and projects.project_id = project_identities.source_id
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and projects.system_name = contract_identities.system_name
            and projects.contract_id = contract_identities.source_id
    group by project_identities.crosswalk_key
),

latest as (
    select
        *,
        row_number() over (
            partition by system_name, contract_id, performance_obligation_id
            order by version_number desc
        ) as recency
    from obligations
),

counted as (
    select
        *,
        sum(case when recognition_method = 'right_to_invoice' then 1 else 0 end) over (
            partition by system_name, contract_id
        ) as obligations_by_time
    from latest
    where recency = 1
),

promised as (
    select
        project_key,
        max(case when recognition_method = 'right_to_invoice' then 1 else 0 end) as by_time,
        min(contract_key) as contract_key,
        min(
            case
                when recognition_method = 'right_to_invoice' and obligations_by_time = 1
                    then not_to_exceed_amount
            end
        ) as not_to_exceed_amount,
        min(
            case
                when recognition_method = 'right_to_invoice' and obligations_by_time = 1
                    then currency_code
            end
        ) as cap_currency_code
    from counted
    where project_key is not null and recognition_method <> 'usage'
    group by project_key
),

all_projects as (
    select crosswalk_key as project_key
    from identities
    where entity_type = 'project'
    group by crosswalk_key
),

gathered as (
    select
        all_projects.project_key,
        coalesce(
            promised.by_time,
            case when described.is_described = 1 then described.by_time else 1 end,
            1
        ) = 1 as is_paid_by_time,
        coalesce(promised.contract_key, described.contract_key) as contract_key,
        promised.not_to_exceed_amount,
        case when promised.not_to_exceed_amount is not null then promised.cap_currency_code end
            as cap_currency_code
    from all_projects
    left join promised on all_projects.project_key = promised.project_key
    left join described on all_projects.project_key = described.project_key
)

select * from gathered
