{#- What the projects of each contract cost until the end of each accounting period, as it was posted. Only where all
    that was promised until then is delivered by projects of no other contract, and all of their work has a cost; in
    the functional currency where all of it is in books of that one. -#}
{%- set books = ['functional', 'reporting'] -%}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where project_key is not null
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

project_contracts as (
    select
        project_key,
        count(distinct contract_key) as contracts
    from obligations
    where project_key is not null
    group by project_key
),

promised as (
    select
        obligations.contract_key,
        obligations.project_key,
        obligations.functional_currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        case when obligations.project_key is null or project_contracts.contracts > 1 then 1 else 0 end as is_apart
    from obligations
    inner join period_ends on obligations.in_force_from <= period_ends.as_of_date
    left join project_contracts on obligations.project_key = project_contracts.project_key
),

delivered_by_projects as (
    select
        contract_key,
        period_code
    from promised
    group by contract_key, period_code
    having max(is_apart) = 0
),

delivering as (
    select
        promised.contract_key,
        promised.period_code,
        promised.period_start_date,
        promised.project_key,
        min(promised.functional_currency_code) as functional_currency_code
    from promised
    inner join delivered_by_projects
        on
            promised.contract_key = delivered_by_projects.contract_key
            and promised.period_code = delivered_by_projects.period_code
    group by promised.contract_key, promised.period_code, promised.period_start_date, promised.project_key
),

spent as (
    select
        cost_months.project_key,
        cost_months.functional_currency_code,
        period_ends.period_start_date,
        {% for currency in books %}
            sum(cost_months.cost_{{ currency }}_amount) as cost_{{ currency }}_amount,
            count(*) - count(cost_months.cost_{{ currency }}_amount) as unknown_{{ currency }}_rows,
        {% endfor %}
        sum(case when cost_months.uncosted_hours <> 0 or cost_months.unconverted_rows <> 0 then 1 else 0 end)
            as uncosted_rows
    from cost_months
    inner join period_ends on cost_months.accounting_period = period_ends.period_code
    group by cost_months.project_key, cost_months.functional_currency_code, period_ends.period_start_date
),

posted as (
    select
        delivering.contract_key,
        delivering.period_code,
        case
            when
                sum(spent.unknown_functional_rows) > 0
                or max(
                    case when spent.functional_currency_code = delivering.functional_currency_code then 0 else 1 end
                ) = 1
                then null
            else cast(sum(spent.cost_functional_amount) as decimal(18, 2))
        end as cost_to_date_functional_amount,
        case
            when sum(spent.unknown_reporting_rows) = 0 then cast(sum(spent.cost_reporting_amount) as decimal(18, 2))
        end as cost_to_date_reporting_amount
    from delivering
    inner join spent
        on
            delivering.project_key = spent.project_key
            and delivering.period_start_date >= spent.period_start_date
    group by delivering.contract_key, delivering.period_code
    having sum(spent.uncosted_rows) = 0
)

select * from posted
