with

problems as (
    select * from {{ ref('int_contract_problems__listed') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

listed as (
    select
        problems.finding_code,
        problems.system_name,
        problems.table_name,
        problems.source_id,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        problems.found,
        problems.expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from problems
    left join contracts
        on
            problems.system_name = contracts.system_name
            and problems.contract_id = contracts.contract_id
    left join systems on problems.system_name = systems.system_name
)

select * from listed
