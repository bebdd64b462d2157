{#- The performance obligations of each approved version of a contract, with the days on which the
    version is in force, whose they are, and what their progress is measured from: a prospective
    modification ends the old contract (IFRS 15.21(a)), so that what it shares anew is measured anew.
    A version shares anew what all its obligations have, a separate contract (IFRS 15.20) only what
    it brought. -#}
with

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
    where valid_from = in_force_from
),

promised as (
    select * from {{ ref('int_performance_obligations__unioned') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

promised_in_versions as (
    select
        prices.system_name,
        prices.contract_id,
        prices.contract_version_id,
        prices.version_number,
        prices.modification_type,
        prices.in_force_from,
        prices.in_force_before,
        prices.currency_code,
        prices.not_to_exceed_amount,
        promised.performance_obligation_id,
        promised.obligation_name,
        promised.project_id,
        promised.product_id,
        promised.revenue_stream,
        promised.recognition_method,
        promised.is_option,
        coalesce(
            promised.start_date,
            min(promised.start_date) over of_obligation,
            min(prices.in_force_from) over of_obligation
        ) as start_date,
        promised.end_date,
        case
            when promised.is_option
                then {{ exact_product('promised.standalone_price', 'promised.exercise_share') }}
            else promised.standalone_price
        end as standalone_amount,
        promised.recognition_method in ('right_to_invoice', 'usage') as is_paid_by_use,
        prices.modification_type <> 'separate_contract'
        or prices.version_number = min(prices.version_number) over of_obligation as is_shared_anew
    from promised
    inner join prices
        on
            promised.system_name = prices.system_name
            and promised.contract_version_id = prices.contract_version_id
    window of_obligation as (
        partition by prices.system_name, prices.contract_id, promised.performance_obligation_id
    )
),

shared as (
    select
        promised_in_versions.*,
        max(case when is_shared_anew then version_number end) over until_now
            as shared_in_version_number,
        max(case when is_shared_anew then in_force_from end) over until_now as shared_from,
        max(
            case when is_shared_anew and modification_type = 'prospective' then version_number end
        ) over until_now as prospective_version_number
    from promised_in_versions
    window until_now as (
        partition by system_name, contract_id, performance_obligation_id
        order by version_number
        rows between unbounded preceding and current row
    )
),

placed as (
    select
        shared.system_name,
        shared.contract_id,
        shared.contract_version_id,
        shared.version_number,
        shared.modification_type,
        shared.in_force_from,
        shared.in_force_before,
        shared.performance_obligation_id,
        shared.obligation_name,
        shared.project_id,
        shared.product_id,
        shared.revenue_stream,
        shared.recognition_method,
        shared.is_option,
        shared.is_paid_by_use,
        shared.start_date,
        shared.end_date,
        shared.currency_code,
        shared.not_to_exceed_amount,
        {{ posted_amount('shared.standalone_amount') }} as standalone_amount,
        shared.is_shared_anew,
        shared.shared_in_version_number,
        case
            when shared.prospective_version_number = shared.shared_in_version_number
                then greatest(shared.start_date, shared.shared_from)
            else shared.start_date
        end as measured_from,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        entities.functional_currency_code,
        contract_identities.crosswalk_key as contract_key,
        client_identities.crosswalk_key as client_key,
        project_identities.crosswalk_key as project_key,
        {{ optional_key(['shared.system_name', 'shared.product_id']) }} as product_key
    from shared
    left join contracts
        on
            shared.system_name = contracts.system_name
            and shared.contract_id = contracts.contract_id
    left join systems on shared.system_name = systems.system_name
    left join entities
        on coalesce(contracts.entity_code, systems.entity_code) = entities.entity_code
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and shared.system_name = contract_identities.system_name
            and shared.contract_id = contract_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and shared.system_name = client_identities.system_name
            and contracts.client_id = client_identities.source_id
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and shared.system_name = project_identities.system_name
            and shared.project_id = project_identities.source_id
)

select * from placed
