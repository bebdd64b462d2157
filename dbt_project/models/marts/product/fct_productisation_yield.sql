{#- What annual recurring revenue was won at clients of projects of a type, from the first period of such a
    project's work on for `productisation_months` months, for what the projects cost. A period counts whose middle is
    before their end, and counts once for a type and client, however many projects it is near; one of two types counts
    for both. Won is what a client pays more for a product than before, in all entities and currencies. -#}
with

project_months as (
    select * from {{ ref('fct_project_month') }}
),

projects as (
    select * from {{ ref('dim_project') }}
    where client_key is not null
),

months as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

periods as (
    select
        period_code,
        min(period_start_date) as period_start_date
    from {{ ref('dim_accounting_period') }}
    group by period_code
),

worked as (
    select
        projects.project_key,
        projects.project_type,
        projects.client_key,
        min(case when project_months.hours <> 0 then periods.period_start_date end) as first_day,
        sum(project_months.cost_reporting_amount) as cost_amount,
        sum(project_months.uncosted_hours) as uncosted_hours
    from project_months
    inner join projects on project_months.project_key = projects.project_key
    inner join periods on project_months.accounting_period = periods.period_code
    group by projects.project_key, projects.project_type, projects.client_key
    having sum(case when project_months.hours <> 0 then 1 else 0 end) > 0
),

moved as (
    select
        months.client_key,
        months.product_key,
        periods.period_start_date,
        sum(months.moved_arr_reporting_amount) as moved_amount
    from months
    inner join periods on months.accounting_period = periods.period_code
    group by months.client_key, months.product_key, periods.period_start_date
),

movements as (
    select
        client_key,
        period_start_date,
        sum(moved_amount) as won_amount
    from moved
    where moved_amount > 0
    group by client_key, period_start_date
),

near as (
    select distinct
        worked.project_type,
        movements.client_key,
        movements.period_start_date,
        movements.won_amount
    from movements
    inner join worked
        on
            movements.client_key = worked.client_key
            and movements.period_start_date >= worked.first_day
            and {{ plus_days('movements.period_start_date', 14) }}
            < {{ plus_months('worked.first_day', var('productisation_months')) }}
),

won as (
    select
        project_type,
        count(distinct client_key) as winning_clients,
        sum(won_amount) as won_amount
    from near
    group by project_type
),

costed as (
    select
        project_type,
        count(*) as project_count,
        count(distinct client_key) as client_count,
        sum(uncosted_hours) as uncosted_hours,
        sum(cost_amount) as cost_amount
    from worked
    group by project_type
),

described as (
    select
        {{ surrogate_key(['costed.project_type']) }} as productisation_yield_key,
        costed.project_type,
        cast(costed.project_count as bigint) as costed_projects,
        cast(costed.client_count as bigint) as clients,
        cast(coalesce(won.winning_clients, 0) as bigint) as winning_clients,
        costed.uncosted_hours,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(costed.cost_amount as decimal(18, 2)) as cost_reporting_amount,
        cast(coalesce(won.won_amount, 0) as decimal(18, 2)) as won_arr_reporting_amount,
        cast({{ exact_quotient('coalesce(won.won_amount, 0)', 'costed.cost_amount') }} as decimal(18, 6))
            as productisation_yield
    from costed
    left join won on {{ same('costed', 'won', ['project_type']) }}
)

select * from described
