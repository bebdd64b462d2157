{#- The approved versions of a contract, from the day each is both effective and approved until a later one
    is, and the prospective modification that ends what it had agreed (IFRS 15.21(a)). An unapproved
    modification is none (IFRS 15.18). Of several with one number the first is taken (its finding says so). -#}
with

numbered as (
    select
        *,
        greatest(effective_date, approved_date) as in_force_from,
        row_number() over (
            partition by system_name, contract_id, version_number
            order by {{ issue_order('contract_version_id') }}
        ) as place
    from {{ ref('int_contract_versions__unioned') }}
    where approved_date is not null
),

approved as (
    select * from numbered
    where place = 1
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
        lag(version_number) over (partition by system_name, contract_id order by version_number)
            as version_number_before,
        lag(fixed_amount) over (partition by system_name, contract_id order by version_number)
            as fixed_amount_before,
        min(case when modification_type = 'prospective' then version_number end) over (
            partition by system_name, contract_id
            order by version_number
            rows between 1 following and unbounded following
        ) as settled_in_version_number
    from approved
),

settled as (
    select
        versions.system_name,
        versions.contract_id,
        versions.contract_version_id,
        versions.version_number,
        versions.modification_type,
        versions.currency_code,
        versions.fixed_amount,
        versions.not_to_exceed_amount,
        versions.in_force_from,
        versions.in_force_before,
        versions.version_number_before,
        versions.fixed_amount_before,
        versions.settled_in_version_number,
        modifications.in_force_from as settled_on
    from versions
    left join versions as modifications
        on
            versions.system_name = modifications.system_name
            and versions.contract_id = modifications.contract_id
            and versions.settled_in_version_number = modifications.version_number
)

select * from settled
