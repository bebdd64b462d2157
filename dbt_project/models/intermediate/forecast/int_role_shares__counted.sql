{#- In which roles the work of each project is done, by the hours worked on it; without a project, by those on all
    planned projects in the last twelve months, which counts for work that has not begun. -#}
with

variances as (
    select * from {{ ref('fct_cost_variance') }}
    where hours > 0 and role is not null
),

baselines as (
    select distinct project_key
    from {{ ref('fct_project_baseline') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

worked as (
    select
        variances.project_key,
        variances.role,
        sum(variances.hours) as hours
    from variances
    inner join baselines on variances.project_key = baselines.project_key
    group by variances.project_key, variances.role
    union all
    select
        cast(null as {{ dbt.type_string() }}) as project_key,
        variances.role,
        sum(variances.hours) as hours
    from variances
    inner join baselines on variances.project_key = baselines.project_key
    inner join period_ends on variances.accounting_period = period_ends.period_code
    inner join run on {{ plus_days('period_ends.as_of_date', 366) }} > run.as_of_date
    group by variances.role
),

counted as (
    select
        project_key,
        role,
        cast(
            {{ exact_quotient('hours', 'sum(hours) over (partition by project_key)') }} as decimal(9, 6)
        ) as role_share
    from worked
)

select * from counted
