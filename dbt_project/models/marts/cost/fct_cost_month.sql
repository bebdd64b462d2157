with

costs as (
    select * from {{ ref('fct_project_cost') }}
),

summed as (
    select
        entity_code,
        accounting_period,
        project_key,
        cost_class,
        functional_currency_code,
        reporting_currency_code,
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from costs
    group by
        entity_code,
        accounting_period,
        project_key,
        cost_class,
        functional_currency_code,
        reporting_currency_code
),

posted as (
    select
        {{ surrogate_key(['entity_code', 'accounting_period', 'project_key', 'cost_class']) }}
            as cost_month_key,
        entity_code,
        accounting_period,
        project_key,
        cost_class,
        cast(hours as decimal(18, 6)) as hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        functional_currency_code,
        {{ posted_amount('cost_functional_amount') }} as cost_functional_amount,
        reporting_currency_code,
        {{ posted_amount('cost_reporting_amount') }} as cost_reporting_amount
    from summed
)

select * from posted
