{#- What signed work of each project is not recognised yet at the end of each accounting period, by the
    project that the latest version of a contract names. -#}
with

moved as (
    select * from {{ ref('int_backlog__moved') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

latest_obligations as (
    select
        *,
        row_number() over (
            partition by system_name, contract_id, performance_obligation_id
            order by version_number desc
        ) as recency
    from obligations
),

summed as (
    select
        moved.entity_code,
        moved.period_code as accounting_period,
        latest_obligations.project_key,
        sum(moved.closing_functional_amount) as backlog_functional_amount,
        sum(moved.closing_reporting_amount) as backlog_reporting_amount
    from moved
    inner join latest_obligations
        on
            moved.system_name = latest_obligations.system_name
            and moved.contract_id = latest_obligations.contract_id
            and moved.performance_obligation_id = latest_obligations.performance_obligation_id
            and latest_obligations.recency = 1
    where latest_obligations.project_key is not null
    group by moved.entity_code, moved.period_code, latest_obligations.project_key
)

select * from summed
