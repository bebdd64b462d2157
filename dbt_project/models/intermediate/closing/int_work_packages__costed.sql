{#- What was posted of the cost of each work package until the end of each of its project's periods: that of
    time recorded under its name, where one package of the project has it. -#}
with

packages as (
    select * from {{ ref('int_work_packages__known') }}
),

costs as (
    select * from {{ ref('int_costs__grouped') }}
    where source_table = 'time_entries' and project_key is not null and task_name is not null
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

named as (
    select
        packages.project_key,
        packages.period_code,
        periods.period_start_date,
        packages.work_package_key,
        lower(trim(packages.task_name)) as package_name,
        count(*) over (
            partition by packages.project_key, packages.period_code, lower(trim(packages.task_name))
        ) as packages_of_name
    from packages
    inner join periods on packages.period_code = periods.period_code
),

months as (
    select
        costs.project_key,
        lower(trim(costs.task_name)) as package_name,
        periods.period_start_date,
        sum(costs.hours) as hours,
        sum(costs.uncosted_hours) as uncosted_hours,
        sum(costs.cost_functional_amount) as cost_functional_amount,
        sum(costs.cost_reporting_amount) as cost_reporting_amount
    from costs
    inner join periods on costs.accounting_period = periods.period_code
    group by costs.project_key, lower(trim(costs.task_name)), periods.period_start_date
),

-- The work of packages that share a name can not be told apart.
told_apart as (
    select
        *,
        case when packages_of_name = 1 then package_name end as own_name
    from named
),

costed as (
    select
        named.project_key,
        named.period_code,
        named.work_package_key,
        cast(coalesce(sum(months.hours), 0) as decimal(18, 6)) as cumulative_hours,
        cast(coalesce(sum(months.uncosted_hours), 0) as decimal(18, 6)) as uncosted_hours,
    {% for currency in ['functional', 'reporting'] %}
        case
            when coalesce(sum(months.uncosted_hours), 0) = 0
                then {{ posted_amount('coalesce(sum(months.cost_' ~ currency ~ '_amount), 0)') }}
        end as actual_cost_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from told_apart as named
    left join months
        on
            named.project_key = months.project_key
            and named.own_name = months.package_name
            and named.period_start_date >= months.period_start_date
    group by named.project_key, named.period_code, named.work_package_key
)

select * from costed
