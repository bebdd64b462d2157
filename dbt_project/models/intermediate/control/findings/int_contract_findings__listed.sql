{#- Contracts that no revenue can be computed of: without stand-alone prices to share by, with dates in
    the wrong order, or with milestones that do not add up to their obligation. -#}
with

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

obligations as (
    select * from {{ ref('int_performance_obligations__unioned') }}
),

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
),

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
),

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where state <> 'cancelled' and performance_obligation_id is not null
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

without_standalone_price as (
    select
        'standalone_price_missing' as finding_code,
        system_name,
        'contract_versions' as table_name,
        contract_version_id as source_id,
        min(contract_id) as contract_id,
        concat(
            sum(case when coalesce(standalone_amount, 0) <= 0 then 1 else 0 end), ' of ', count(*),
            ' obligations have none'
        ) as found,
        'a stand-alone price above zero of each' as expected
    from allocated
    where allocation_method = 'not_allocated' and modification_type <> 'prospective'
    group by system_name, contract_version_id
),

ending_before_they_start as (
    select
        'contract_ends_before_start' as finding_code,
        system_name,
        'contracts' as table_name,
        contract_id as source_id,
        contract_id,
        concat('ends on ', end_date) as found,
        concat('on or after its first day, ', start_date) as expected
    from contracts
    where end_date < start_date
    union all
    select
        'obligation_ends_before_start' as finding_code,
        obligations.system_name,
        'performance_obligations' as table_name,
        concat(obligations.contract_version_id, ' ', obligations.performance_obligation_id)
            as source_id,
        versions.contract_id,
        concat('ends on ', obligations.end_date) as found,
        concat('on or after its first day, ', obligations.start_date) as expected
    from obligations
    left join versions
        on
            obligations.system_name = versions.system_name
            and obligations.contract_version_id = versions.contract_version_id
    where obligations.end_date < obligations.start_date
),

contracts_of_obligations as (
    select
        obligations.system_name,
        obligations.performance_obligation_id,
        min(versions.contract_id) as contract_id
    from obligations
    inner join versions
        on
            obligations.system_name = versions.system_name
            and obligations.contract_version_id = versions.contract_version_id
    group by obligations.system_name, obligations.performance_obligation_id
),

weighed as (
    select
        system_name,
        performance_obligation_id,
        sum(weight_share) as weight_share
    from milestones
    group by system_name, performance_obligation_id
),

weights_off as (
    select
        'milestone_weights_off' as finding_code,
        weighed.system_name,
        'milestones' as table_name,
        weighed.performance_obligation_id as source_id,
        contracts_of_obligations.contract_id,
        concat('weights add up to ', weighed.weight_share) as found,
        '1' as expected
    from weighed
    left join contracts_of_obligations
        on
            weighed.system_name = contracts_of_obligations.system_name
            and weighed.performance_obligation_id
            = contracts_of_obligations.performance_obligation_id
    where weighed.weight_share <> 1 or weighed.weight_share is null
),

found as (
    select * from without_standalone_price
    union all
    select * from ending_before_they_start
    union all
    select * from weights_off
),

listed as (
    select
        found.finding_code,
        found.system_name,
        found.table_name,
        found.source_id,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        found.found,
        found.expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found
    left join contracts
        on
            found.system_name = contracts.system_name
            and found.contract_id = contracts.contract_id
    left join systems on found.system_name = systems.system_name
)

select * from listed
