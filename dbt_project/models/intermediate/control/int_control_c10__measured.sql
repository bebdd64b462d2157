{#- C10: what the obligations of a contract's version were allocated is its transaction price, to the
    cent, on every day it changed; revenue to date is never more, and all of it when nothing remains.
    Versions that can not be allocated, and contracts with a problem, are findings. -#}
with

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

problems as (
    select distinct
        system_name,
        contract_id
    from {{ ref('int_contract_problems__listed') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

accumulated as (
    select * from {{ ref('int_revenue__accumulated') }}
),

summed as (
    select
        system_name,
        contract_version_id,
        valid_from,
        sum(allocated_amount) as amount,
        max(case when allocation_method = 'not_allocated' then 1 else 0 end) as is_incomplete
    from allocated
    group by system_name, contract_version_id, valid_from
),

versions as (
    select
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        prices.system_name,
        prices.contract_version_id,
        prices.valid_from,
        prices.currency_code,
        summed.amount,
        prices.transaction_price
    from prices
    inner join summed
        on
            prices.system_name = summed.system_name
            and prices.contract_version_id = summed.contract_version_id
            and prices.valid_from = summed.valid_from
    left join contracts
        on
            prices.system_name = contracts.system_name
            and prices.contract_id = contracts.contract_id
    left join problems
        on
            prices.system_name = problems.system_name
            and prices.contract_id = problems.contract_id
    left join systems on prices.system_name = systems.system_name
    where summed.is_incomplete = 0 and problems.contract_id is null
),

compared as (
    select
        'allocated = transaction price, all versions' as check_name,
        entity_code,
        concat(system_name, ' in ', currency_code) as subject,
        sum(amount) as a_value,
        sum(transaction_price) as b_value
    from versions
    group by entity_code, system_name, currency_code
    union all
    select
        'allocated = transaction price, this version' as check_name,
        entity_code,
        concat(system_name, ':', contract_version_id, ' from ', valid_from) as subject,
        amount as a_value,
        transaction_price as b_value
    from versions
    where amount <> transaction_price
    union all
    select
        'revenue to date = allocated when nothing remains, this obligation' as check_name,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        concat(
            accumulated.system_name, ':', accumulated.contract_id, ' ',
            accumulated.performance_obligation_id, ' on ', accumulated.known_on
        ) as subject,
        accumulated.revenue_to_date_amount as a_value,
        accumulated.allocated_amount as b_value
    from accumulated
    left join contracts
        on
            accumulated.system_name = contracts.system_name
            and accumulated.contract_id = contracts.contract_id
    left join problems
        on
            accumulated.system_name = problems.system_name
            and accumulated.contract_id = problems.contract_id
    left join systems on accumulated.system_name = systems.system_name
    where
        problems.contract_id is null
        and (
            abs(accumulated.revenue_to_date_amount) > abs(accumulated.allocated_amount)
            or (
                accumulated.progress_share = 1
                and accumulated.revenue_to_date_amount <> accumulated.allocated_amount
            )
        )
),

measured as (
    select
        'C10' as control_id,
        check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
