{#- C19: what was won is what was agreed and what was ordered. The first deal that was won for a contract has
    the contract's first price without what is variable, its currency and accounting period of signature; all systems that know the
    contract have its amount and currency, and the projects that deliver it its currency. Days may
    differ within a period: a deal is often closed some days after the signature. -#}
with

opportunities as (
    select * from {{ ref('fct_opportunity') }}
    where is_won and close_date is not null
),

contracts as (
    select * from {{ ref('dim_contract') }}
    where not is_inferred
),

contract_rows as (
    select * from {{ ref('int_contracts__unioned') }}
),

project_rows as (
    select * from {{ ref('int_projects__unioned') }}
),

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
    where approved_date is not null
),

discounts as (
    select * from {{ ref('int_price_components__unioned') }}
    where component_type = 'discount' and estimation_method = 'fixed'
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'contract'
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

first_deals as (
    select
        *,
        row_number() over (
            partition by contract_key
            order by close_date, system_name, opportunity_id
        ) as place
    from opportunities
    where contract_key is not null
),

first_discounts as (
    select
        system_name,
        contract_version_id,
        estimated_amount,
        row_number() over (
            partition by system_name, contract_version_id, price_component_id
            order by made_on
        ) as place
    from discounts
),

discounted as (
    select
        system_name,
        contract_version_id,
        sum(estimated_amount) as amount
    from first_discounts
    where place = 1
    group by system_name, contract_version_id
),

ranked_versions as (
    select
        identities.crosswalk_key as contract_key,
        versions.fixed_amount + coalesce(discounted.amount, 0) as fixed_amount,
        row_number() over (
            partition by identities.crosswalk_key
            order by versions.version_number, versions.system_name, versions.contract_version_id
        ) as place
    from versions
    inner join identities
        on
            versions.system_name = identities.system_name
            and versions.contract_id = identities.source_id
    left join discounted
        on
            versions.system_name = discounted.system_name
            and versions.contract_version_id = discounted.contract_version_id
),

sold as (
    select
        first_deals.system_name,
        contracts.contract_key,
        contracts.entity_code,
        first_deals.transaction_amount as won_amount,
        coalesce(ranked_versions.fixed_amount, contracts.agreed_transaction_amount) as agreed_amount,
        first_deals.transaction_currency_code as won_currency_code,
        contracts.transaction_currency_code as agreed_currency_code,
        won_periods.period_code as won_period,
        signed_periods.period_code as signed_period
    from first_deals
    inner join contracts on first_deals.contract_key = contracts.contract_key
    left join ranked_versions
        on
            contracts.contract_key = ranked_versions.contract_key
            and ranked_versions.place = 1
    left join periods as won_periods
        on
            first_deals.close_date between won_periods.period_start_date and won_periods.period_end_date
    left join periods as signed_periods
        on
            contracts.signed_date
            between signed_periods.period_start_date and signed_periods.period_end_date
    where first_deals.place = 1
),

orders as (
    select
        contracts.contract_key,
        contracts.entity_code,
        contract_rows.system_name,
        contract_rows.contract_id as order_id,
        'contract' as order_type,
        contract_rows.agreed_amount as ordered_amount,
        contract_rows.currency_code as ordered_currency_code,
        contracts.agreed_transaction_amount as agreed_amount,
        contracts.transaction_currency_code as agreed_currency_code
    from contract_rows
    inner join identities
        on
            contract_rows.system_name = identities.system_name
            and contract_rows.contract_id = identities.source_id
    inner join contracts on identities.crosswalk_key = contracts.contract_key
    union all
    select
        contracts.contract_key,
        contracts.entity_code,
        project_rows.system_name,
        project_rows.project_id as order_id,
        'project' as order_type,
        cast(null as decimal(18, 4)) as ordered_amount,
        project_rows.currency_code as ordered_currency_code,
        contracts.agreed_transaction_amount as agreed_amount,
        contracts.transaction_currency_code as agreed_currency_code
    from project_rows
    inner join identities
        on
            project_rows.system_name = identities.system_name
            and project_rows.contract_id = identities.source_id
    inner join contracts on identities.crosswalk_key = contracts.contract_key
),

compared as (
    select
        'won = agreed, amount, all contracts' as check_name,
        entity_code,
        signed_period as accounting_period,
        concat(system_name, ' in ', agreed_currency_code) as subject,
        sum(won_amount) as a_value,
        sum(agreed_amount) as b_value
    from sold
    where won_amount is not null and agreed_amount is not null
    group by entity_code, signed_period, system_name, agreed_currency_code
    union all
    select
        'won = agreed, amount, this contract' as check_name,
        entity_code,
        signed_period as accounting_period,
        concat(system_name, ' ', contract_key) as subject,
        won_amount as a_value,
        agreed_amount as b_value
    from sold
    where won_amount <> agreed_amount
    union all
    select
        'won = agreed, currency, contracts' as check_name,
        entity_code,
        signed_period as accounting_period,
        system_name as subject,
        count(*) as a_value,
        sum(case when won_currency_code = agreed_currency_code then 1 else 0 end) as b_value
    from sold
    where won_currency_code is not null and agreed_currency_code is not null
    group by entity_code, signed_period, system_name
    union all
    select
        'won = agreed, period of signature, contracts' as check_name,
        entity_code,
        signed_period as accounting_period,
        system_name as subject,
        count(*) as a_value,
        sum(case when won_period = signed_period then 1 else 0 end) as b_value
    from sold
    where won_period is not null and signed_period is not null
    group by entity_code, signed_period, system_name
    union all
    select
        concat('agreed = ordered, amount, this ', order_type) as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(system_name, ':', order_id) as subject,
        agreed_amount as a_value,
        ordered_amount as b_value
    from orders
    where agreed_amount <> ordered_amount
    union all
    select
        concat('agreed = ordered, currency, ', order_type, 's') as check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        system_name as subject,
        count(*) as a_value,
        sum(case when ordered_currency_code = agreed_currency_code then 1 else 0 end) as b_value
    from orders
    where ordered_currency_code is not null and agreed_currency_code is not null
    group by entity_code, order_type, system_name
),

measured as (
    select
        'C19' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
