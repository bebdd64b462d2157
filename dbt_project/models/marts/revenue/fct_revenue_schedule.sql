{#- In which accounting periods each performance obligation's part of the price is planned to be earned, by
    each version of its schedule: what is recognised until the version's day, in that day's period, and
    the rest after it (decision 15). A version's rows add up to the part of the price. -#}
with

versions as (
    select * from {{ ref('int_schedule_versions__listed') }}
),

shared as (
    select * from {{ ref('int_schedule_periods__shared') }}
),

amounts as (
    select
        performance_obligation_key,
        schedule_version,
        period_code as planned_period,
        revenue_to_date_amount as recognised_amount,
        cast(0 as decimal(18, 2)) as planned_amount
    from versions
    union all
    select
        performance_obligation_key,
        schedule_version,
        period_code as planned_period,
        cast(0 as decimal(18, 2)) as recognised_amount,
        planned_amount
    from shared
),

summed as (
    select
        performance_obligation_key,
        schedule_version,
        planned_period,
        cast(sum(recognised_amount) as decimal(18, 2)) as recognised_amount,
        cast(sum(planned_amount) as decimal(18, 2)) as planned_amount
    from amounts
    group by performance_obligation_key, schedule_version, planned_period
),

described as (
    select
        {{ surrogate_key(['versions.performance_obligation_key', 'versions.period_code', 'summed.planned_period']) }}
            as revenue_schedule_key,
        versions.performance_obligation_key,
        versions.system_name,
        versions.contract_id,
        versions.contract_version_id,
        versions.performance_obligation_id,
        versions.obligation_name,
        versions.contract_key,
        versions.client_key,
        versions.project_key,
        versions.entity_code,
        versions.applied_method as revenue_method,
        versions.period_code as accounting_period,
        cast(versions.schedule_version as bigint) as schedule_version,
        versions.made_on,
        summed.planned_period,
        versions.currency_code as transaction_currency_code,
        versions.allocated_amount,
        summed.recognised_amount,
        summed.planned_amount
    from summed
    inner join versions
        on
            summed.performance_obligation_key = versions.performance_obligation_key
            and summed.schedule_version = versions.schedule_version
)

select * from described
