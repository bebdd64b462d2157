{#- What was posted to other periods, or to reopened ones, for periods that had been published as closed.
    Of cost, documents are not named: with its cost, a time entry would tell what a person costs. -#}
with

billing_postings as (
    select * from {{ ref('fct_billing_event') }}
    where adjustment_type is not null
),

cost_postings as (
    select * from {{ ref('fct_project_cost') }}
    where adjustment_type is not null
),

revenue_postings as (
    select * from {{ ref('fct_revenue_event') }}
    where adjustment_type is not null
),

adjustments as (
    select
        'billing' as lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        contract_key,
        system_name,
        source_table,
        source_id,
        functional_currency_code,
        billed_functional_amount as functional_amount,
        reporting_currency_code,
        billed_reporting_amount as reporting_amount,
        known_at
    from billing_postings
    union all
    select
        'cost' as lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        cast(null as {{ dbt.type_string() }}) as contract_key,
        system_name,
        source_table,
        cast(null as {{ dbt.type_string() }}) as source_id,
        functional_currency_code,
        cost_functional_amount as functional_amount,
        reporting_currency_code,
        cost_reporting_amount as reporting_amount,
        known_at
    from cost_postings
    union all
    select
        'revenue' as lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        contract_key,
        system_name,
        source_table,
        source_id,
        functional_currency_code,
        revenue_functional_amount as functional_amount,
        reporting_currency_code,
        revenue_reporting_amount as reporting_amount,
        known_at
    from revenue_postings
),

summed as (
    select
        lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        contract_key,
        system_name,
        source_table,
        source_id,
        functional_currency_code,
        reporting_currency_code,
        count(*) as posting_count,
        sum(functional_amount) as functional_amount,
        sum(reporting_amount) as reporting_amount,
        max(known_at) as known_at
    from adjustments
    group by
        lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        contract_key,
        system_name,
        source_table,
        source_id,
        functional_currency_code,
        reporting_currency_code
),

described as (
    select
        {{ surrogate_key([
            'lock',
            'entity_code',
            'origin_period',
            'accounting_period',
            'adjustment_type',
            'adjustment_cause',
            'project_key',
            'client_key',
            'contract_key',
            'system_name',
            'source_table',
            'source_id',
            'functional_currency_code',
        ]) }} as prior_period_adjustment_key,
        lock,
        entity_code,
        origin_period,
        accounting_period,
        adjustment_type,
        adjustment_cause,
        project_key,
        client_key,
        contract_key,
        system_name,
        source_table,
        source_id,
        cast(posting_count as bigint) as posting_count,
        functional_currency_code,
        cast(functional_amount as decimal(28, 6)) as adjustment_functional_amount,
        reporting_currency_code,
        cast(reporting_amount as decimal(28, 6)) as adjustment_reporting_amount,
        known_at
    from summed
)

select * from described
