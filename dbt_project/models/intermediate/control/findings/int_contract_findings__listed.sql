{#- What is wrong with contracts: why some earn nothing, what was used without a promise of it, what is no
    asset because nobody knows its contract or rate, whose balance nobody can convert, and which go on earning
    after their last day: contracts end by a version of them. Where contracts are known at all, what was won without one. -#}
with

problems as (
    select * from {{ ref('int_contract_problems__listed') }}
),

usage as (
    select * from {{ ref('int_usage__valued') }}
    where contract_version_id is null
),

contract_costs as (
    select distinct
        system_name,
        contract_cost_id,
        contract_id,
        contract_key
    from {{ ref('int_contract_costs__amortised') }}
    where contract_key is null or cost_functional_amount is null
),

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
    where fx_effect_functional_amount is null or fx_effect_reporting_amount is null
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
),

won as (
    select * from {{ ref('fct_opportunity') }}
    where is_won and contract_key is null
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

unconverted as (
    select
        contract_key,
        min(transaction_currency_code) as currency_code,
        min(accounting_period) as first_period,
        max(accounting_period) as last_period
    from balances
    group by contract_key
),

unconverted_worth as (
    select
        contract_key,
        accounting_period,
        sum(closing_position_reporting_amount) as reporting_amount
    from balances
    group by contract_key, accounting_period
),

contract_rows as (
    select
        contract_key,
        min(system_name) as system_name,
        min(contract_id) as contract_id
    from obligations
    group by contract_key
),

run_on as (
    select
        obligations.system_name,
        obligations.contract_id,
        contracts.end_date,
        max(obligations.end_date) as last_date
    from obligations
    cross join run
    inner join contracts
        on
            obligations.system_name = contracts.system_name
            and obligations.contract_id = contracts.contract_id
    where
        run.as_of_date >= obligations.in_force_from
        and run.as_of_date < obligations.in_force_before
        and run.as_of_date > contracts.end_date
        and obligations.end_date > contracts.end_date
    group by obligations.system_name, obligations.contract_id, contracts.end_date
),

earned_after as (
    select
        run_on.system_name,
        run_on.contract_id,
        sum(events.revenue_reporting_amount) as reporting_amount
    from run_on
    inner join events
        on
            run_on.system_name = events.system_name
            and run_on.contract_id = events.contract_id
            and run_on.end_date < events.service_date
    group by run_on.system_name, run_on.contract_id
),

-- Entities whose systems tell of contracts at all.
contracting_entities as (
    select distinct coalesce(contracts.entity_code, systems.entity_code) as entity_code
    from contracts
    left join systems on contracts.system_name = systems.system_name
),

known as (
    select
        finding_code,
        system_name,
        table_name,
        source_id,
        contract_id,
        found,
        expected,
        cast(null as decimal(18, 2)) as reporting_amount
    from problems
    union all
    select
        'usage_without_obligation' as finding_code,
        system_name,
        'usage_records' as table_name,
        usage_record_id as source_id,
        contract_id,
        concat('used on ', usage_date, ' by promise ', performance_obligation_id) as found,
        'a promise of method usage that is in force on the day' as expected,
        cast(null as decimal(18, 2)) as reporting_amount
    from usage
    union all
    select
        'contract_cost_not_capitalised' as finding_code,
        system_name,
        'contract_costs' as table_name,
        contract_cost_id as source_id,
        contract_id,
        case when contract_key is null then concat('contract ', contract_id) else 'no exchange rate' end
            as found,
        'a contract that is known, and an exchange rate of the day' as expected,
        cast(null as decimal(18, 2)) as reporting_amount
    from contract_costs
    union all
    select
        'contract_balance_not_converted' as finding_code,
        contract_rows.system_name,
        'contracts' as table_name,
        contract_rows.contract_id as source_id,
        contract_rows.contract_id,
        concat(
            'no rate from ', unconverted.currency_code,
            ', ', unconverted.first_period, ' to ', unconverted.last_period
        ) as found,
        'an exchange rate for each day of posting and each closing' as expected,
        unconverted_worth.reporting_amount
    from unconverted
    inner join contract_rows on unconverted.contract_key = contract_rows.contract_key
    left join unconverted_worth
        on
            unconverted.contract_key = unconverted_worth.contract_key
            and unconverted.last_period = unconverted_worth.accounting_period
    union all
    select
        'contract_earns_after_its_end' as finding_code,
        run_on.system_name,
        'contracts' as table_name,
        run_on.contract_id as source_id,
        run_on.contract_id,
        concat('ended on ', run_on.end_date, ', its obligations on ', run_on.last_date) as found,
        'a version of the contract that says what ends with it' as expected,
        coalesce(earned_after.reporting_amount, 0) as reporting_amount
    from run_on
    left join earned_after
        on
            run_on.system_name = earned_after.system_name
            and run_on.contract_id = earned_after.contract_id
    union all
    select
        'won_without_contract' as finding_code,
        won.system_name,
        'opportunities' as table_name,
        won.opportunity_id as source_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        concat('won on ', coalesce(cast(won.close_date as {{ dbt.type_string() }}), 'an unknown day')) as found,
        'a contract that it names, or that names it' as expected,
        won.reporting_amount
    from won
    inner join systems on won.system_name = systems.system_name
    inner join contracting_entities on systems.entity_code = contracting_entities.entity_code
),

listed as (
    select
        known.finding_code,
        known.system_name,
        known.table_name,
        known.source_id,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        known.found,
        known.expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(known.reporting_amount as decimal(28, 6)) as reporting_amount_at_stake
    from known
    left join contracts
        on
            known.system_name = contracts.system_name
            and known.contract_id = contracts.contract_id
    left join systems on known.system_name = systems.system_name
)

select * from listed
