{#- Change orders: versions of contracts after the first, with what each changes of price, promises and plan,
    and what it moved of revenue at once. A plan that replaced another one is of the change order that
    was approved last until that day, the first such plan alone. -#}
with

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
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

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

events as (
    select * from {{ ref('fct_revenue_event') }}
    where posting_reason = 'contract_modification'
),

baselines as (
    select * from {{ ref('fct_project_baseline') }}
    where not is_original
),

delivered as (
    select
        promised.system_name,
        versions.contract_id,
        case when min(projects.crosswalk_key) = max(projects.crosswalk_key) then min(projects.crosswalk_key) end
            as project_key
    from promised
    inner join versions
        on
            promised.system_name = versions.system_name
            and promised.contract_version_id = versions.contract_version_id
    inner join identities as projects
        on
            projects.entity_type = 'project'
            and promised.system_name = projects.system_name
            and promised.project_id = projects.source_id
    group by promised.system_name, versions.contract_id
),

counted as (
    select
        system_name,
        contract_version_id,
        count(*) as obligations
    from promised
    group by system_name, contract_version_id
),

followed as (
    select
        versions.system_name,
        versions.contract_version_id,
        versions.contract_id,
        versions.version_number,
        versions.effective_date,
        versions.approved_date,
        versions.modification_type,
        versions.reason,
        versions.fixed_amount,
        versions.not_to_exceed_amount,
        versions.currency_code,
        coalesce(counted.obligations, 0) as obligations,
        lag(versions.fixed_amount) over in_order as fixed_amount_before,
        lag(versions.not_to_exceed_amount) over in_order as not_to_exceed_amount_before,
        lag(coalesce(counted.obligations, 0)) over in_order as obligations_before,
        row_number() over in_order as place
    from versions
    left join counted
        on
            versions.system_name = counted.system_name
            and versions.contract_version_id = counted.contract_version_id
    window in_order as (
        partition by versions.system_name, versions.contract_id
        order by versions.version_number, versions.contract_version_id
    )
),

placed as (
    select
        followed.system_name,
        followed.contract_version_id,
        followed.version_number,
        followed.effective_date,
        followed.approved_date,
        followed.modification_type,
        followed.reason,
        followed.currency_code,
        followed.obligations,
        followed.obligations_before,
        contract_identities.crosswalk_key as contract_key,
        client_identities.crosswalk_key as client_key,
        delivered.project_key,
        coalesce(contracts.entity_code, systems.entity_code) as entity_code,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        followed.fixed_amount - coalesce(followed.fixed_amount_before, 0) as price_change,
        followed.not_to_exceed_amount - followed.not_to_exceed_amount_before as cap_change,
        coalesce(followed.approved_date, followed.effective_date) as dated_on
    from followed
    left join contracts
        on
            followed.system_name = contracts.system_name
            and followed.contract_id = contracts.contract_id
    left join systems on followed.system_name = systems.system_name
    left join entities on coalesce(contracts.entity_code, systems.entity_code) = entities.entity_code
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and followed.system_name = contract_identities.system_name
            and followed.contract_id = contract_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and contracts.system_name = client_identities.system_name
            and contracts.client_id = client_identities.source_id
    left join delivered
        on
            followed.system_name = delivered.system_name
            and followed.contract_id = delivered.contract_id
    where followed.place > 1
),

caught_up as (
    select
        system_name,
        contract_version_id,
        sum(revenue_transaction_amount) as transaction_amount,
        sum(revenue_functional_amount) as functional_amount,
        sum(revenue_reporting_amount) as reporting_amount
    from events
    group by system_name, contract_version_id
),

replanned as (
    select
        baseline_key,
        project_key,
        approved_date,
        max(budget_change_functional_amount) as functional_amount,
        max(budget_change_reporting_amount) as reporting_amount
    from baselines
    group by baseline_key, project_key, approved_date
),

replanned_for as (
    select
        replanned.baseline_key,
        replanned.approved_date,
        replanned.functional_amount,
        replanned.reporting_amount,
        placed.system_name,
        placed.contract_version_id,
        row_number() over (
            partition by replanned.baseline_key
            order by placed.approved_date desc, placed.version_number desc, placed.contract_version_id desc
        ) as recency
    from replanned
    inner join placed
        on
            replanned.project_key = placed.project_key
            and replanned.approved_date >= placed.approved_date
),

first_replanned as (
    select
        *,
        row_number() over (
            partition by system_name, contract_version_id
            order by approved_date, baseline_key
        ) as place
    from replanned_for
    where recency = 1
),

described as (
    select
        {{ surrogate_key(['placed.system_name', 'placed.contract_version_id']) }} as project_change_key,
        placed.system_name,
        placed.contract_version_id,
        placed.contract_key,
        placed.client_key,
        placed.project_key,
        placed.entity_code,
        periods.period_code as accounting_period,
        placed.version_number,
        placed.modification_type,
        placed.reason as change_reason,
        placed.effective_date,
        placed.approved_date,
        placed.approved_date is not null as is_approved,
        cast(placed.obligations - placed.obligations_before as integer) as obligations_change,
        placed.currency_code as transaction_currency_code,
        cast(placed.price_change as decimal(18, 2)) as price_change_transaction_amount,
        cast(placed.cap_change as decimal(18, 2)) as cap_change_transaction_amount,
        cast(caught_up.transaction_amount as decimal(18, 2)) as modification_catch_up_transaction_amount,
        first_replanned.baseline_key,
    {% for currency in ['functional', 'reporting'] %}
        placed.{{ currency }}_currency_code,
            {{ posted_amount(in_currency(
                'placed.price_change',
                'placed.currency_code',
                'placed.' ~ currency ~ '_currency_code',
                'to_' ~ currency,
            )) }} as price_change_{{ currency }}_amount,
        first_replanned.{{ currency }}_amount as budget_change_{{ currency }}_amount,
        cast(caught_up.{{ currency }}_amount as decimal(18, 2))
            as modification_catch_up_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    left join periods
        on placed.dated_on between periods.period_start_date and periods.period_end_date
    left join caught_up
        on
            placed.system_name = caught_up.system_name
            and placed.contract_version_id = caught_up.contract_version_id
    left join first_replanned
        on
            placed.system_name = first_replanned.system_name
            and placed.contract_version_id = first_replanned.contract_version_id
            and first_replanned.place = 1
    {% for currency in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ currency,
            'placed.currency_code',
            'placed.' ~ currency ~ '_currency_code',
            'placed.dated_on',
        ) }}
    {% endfor %}
)

select * from described
