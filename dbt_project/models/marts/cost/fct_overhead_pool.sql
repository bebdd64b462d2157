{#- Overhead by pool: what it cost, and what direct labour bears of it at the pool's rate (decision 22). Direct
    is labour on projects that are not internal. A rate is the one set in advance, else what the pool cost
    for a unit of its driver over the twelve periods before, else in the period itself. -#}
{%- set keys = ['entity_code', 'accounting_period'] -%}
with

costs as (
    select * from {{ ref('int_costs__grouped') }}
),

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
),

accounts as (
    select * from {{ ref('dim_gl_account') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

pools as (
    select * from {{ ref('stg_evenkeel__overhead_pools') }}
),

rates as (
    select * from {{ ref('stg_evenkeel__overhead_rates') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

pool_accounts as (
    {{ text_parts('pools', ['cost_pool'], 'account_codes', ' ') }}
),

from_ledger as (
    select
        gl_lines.entity_code,
        gl_lines.accounting_period,
        pool_accounts.cost_pool,
        sum(gl_lines.net_functional_amount) as cost_functional_amount
    from gl_lines
    inner join accounts on gl_lines.account_key = accounts.account_key
    inner join pool_accounts on accounts.account_code = pool_accounts.part
    group by gl_lines.entity_code, gl_lines.accounting_period, pool_accounts.cost_pool
),

billed as (
    select
        costs.entity_code,
        costs.accounting_period,
        costs.cost_pool,
        sum(costs.cost_functional_amount) as cost_functional_amount,
        sum(costs.cost_reporting_amount) as cost_reporting_amount
    from costs
    left join pools on costs.cost_pool = pools.cost_pool
    where costs.cost_pool is not null and costs.project_key is null and pools.account_codes is null
    group by costs.entity_code, costs.accounting_period, costs.cost_pool
),

pooled as (
    select
        entity_code,
        accounting_period,
        cost_pool,
        cost_functional_amount,
        cost_reporting_amount,
        false as is_from_ledger
    from billed
    union all
    select
        entity_code,
        accounting_period,
        cost_pool,
        cost_functional_amount,
        cast(null as decimal(28, 6)) as cost_reporting_amount,
        true as is_from_ledger
    from from_ledger
),

direct_labour as (
    select
        costs.entity_code,
        costs.accounting_period,
        sum(costs.hours) as hours,
        sum(costs.cost_functional_amount) as labour_cost
    from costs
    inner join projects on costs.project_key = projects.project_key
    where costs.cost_class = 'labour' and projects.project_type <> 'internal'
    group by costs.entity_code, costs.accounting_period
),

direct_people as (
    select
        labour.entity_code,
        labour.period_code as accounting_period,
        count(distinct labour.person_key) as headcount
    from labour
    inner join projects on labour.project_key = projects.project_key
    where projects.project_type <> 'internal'
    group by labour.entity_code, labour.period_code
),

-- Every period of a pool, from the first that it costs in.
begun as (
    select
        pooled.entity_code,
        pooled.cost_pool,
        min(periods.period_start_date) as first_start_date
    from pooled
    inner join periods on pooled.accounting_period = periods.period_code
    group by pooled.entity_code, pooled.cost_pool
),

spine as (
    select
        begun.entity_code,
        periods.period_code as accounting_period,
        periods.period_start_date,
        begun.cost_pool,
        coalesce(pools.overhead_driver, '{{ var("overhead_driver") }}') as overhead_driver,
        rates.overhead_rate as set_rate
    from begun
    cross join run
    inner join periods
        on
            begun.first_start_date <= periods.period_start_date
            and run.as_of_date >= periods.period_start_date
    left join pools on begun.cost_pool = pools.cost_pool
    left join rates
        on begun.cost_pool = rates.cost_pool and begun.entity_code = rates.entity_code
),

driven as (
    select
        spine.entity_code,
        spine.accounting_period,
        spine.period_start_date,
        spine.cost_pool,
        spine.overhead_driver,
        spine.set_rate,
        entities.functional_currency_code,
        entities.reporting_currency_code,
        cast(
            coalesce(
                case spine.overhead_driver
                    when 'hours' then direct_labour.hours
                    when 'headcount' then direct_people.headcount
                    else direct_labour.labour_cost
                end,
                0
            ) as decimal(18, 6)
        ) as driver_quantity,
        coalesce(direct_labour.labour_cost, 0) as direct_labour_cost,
        {{ posted_sum('pooled.cost_functional_amount', 'pooled.cost_pool') }} as pool_cost_functional_amount,
        case
            when pooled.is_from_ledger
                then {{ posted_amount(in_currency(
                    'pooled.cost_functional_amount',
                    'entities.functional_currency_code',
                    'entities.reporting_currency_code',
                    'to_reporting',
                )) }}
            else {{ posted_sum('pooled.cost_reporting_amount', 'pooled.cost_pool') }}
        end as pool_cost_reporting_amount,
        case
            when entities.functional_currency_code = entities.reporting_currency_code
                then cast(1 as decimal(18, 9))
            else to_reporting.fx_rate
        end as reporting_fx_rate
    from spine
    left join entities on spine.entity_code = entities.entity_code
    left join pooled
        on {{ same('spine', 'pooled', keys) }} and spine.cost_pool = pooled.cost_pool
    left join direct_labour on {{ same('spine', 'direct_labour', keys) }}
    left join direct_people on {{ same('spine', 'direct_people', keys) }}
    {{ join_average_rate(
        'to_reporting',
        'entities.functional_currency_code',
        'entities.reporting_currency_code',
        'spine.accounting_period',
    ) }}
),

looked_back as (
    select
        *,
        sum(pool_cost_functional_amount) over the_year_before as cost_before,
        sum(driver_quantity) over the_year_before as quantity_before
    from driven
    window the_year_before as (
        partition by entity_code, cost_pool
        order by period_start_date
        rows between 12 preceding and 1 preceding
    )
),

rated as (
    select
        *,
        case
            when set_rate is not null then 'set'
            when quantity_before > 0 then 'periods_before'
            else 'period'
        end as overhead_rate_basis,
        cast(
            case
                when set_rate is not null then set_rate
                when quantity_before > 0
                    then {{ exact_quotient('cost_before', 'quantity_before') }}
                else {{ exact_quotient('pool_cost_functional_amount', 'driver_quantity') }}
            end as decimal(18, 6)
        ) as overhead_rate,
        case
            when set_rate is not null
                then {{ posted_amount(exact_product('driver_quantity', 'set_rate')) }}
            when quantity_before > 0
                then {{ posted_share('cost_before', 'driver_quantity', 'quantity_before') }}
            when driver_quantity > 0 then pool_cost_functional_amount
            else cast(0 as decimal(18, 2))
        end as applied_functional_amount
    from looked_back
),

measured as (
    select
        {{ surrogate_key(['entity_code', 'accounting_period', 'cost_pool']) }} as overhead_pool_key,
        entity_code,
        accounting_period,
        cost_pool,
        overhead_driver,
        driver_quantity,
        overhead_rate_basis,
        overhead_rate,
        cast({{ exact_quotient('applied_functional_amount', 'direct_labour_cost') }} as decimal(18, 6))
            as burden_rate,
        functional_currency_code,
        pool_cost_functional_amount,
        applied_functional_amount,
        cast(applied_functional_amount - pool_cost_functional_amount as decimal(18, 2))
            as over_absorbed_functional_amount,
        reporting_currency_code,
        cast(pool_cost_reporting_amount as decimal(18, 2)) as pool_cost_reporting_amount,
        {{ posted_amount(converted_amount('applied_functional_amount', 'reporting_fx_rate')) }}
            as applied_reporting_amount,
        cast(
            {{ posted_amount(converted_amount('applied_functional_amount', 'reporting_fx_rate')) }}
            - pool_cost_reporting_amount as decimal(18, 2)
        ) as over_absorbed_reporting_amount
    from rated
)

select * from measured
