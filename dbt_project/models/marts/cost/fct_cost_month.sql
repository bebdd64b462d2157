{#- Cost by what it was for. Labour has three measures: at cost rates, as it was paid, and with the overhead
    that it bears, shared by its cost in whole cents. Pay is of the entity that pays, which may be another one
    than that of the project; where any of it has no exchange rate, what was paid is not known. -#}
{%- set keys = cost_month_keys() -%}
with

costs as (
    select * from {{ ref('int_costs__grouped') }}
),

paid as (
    select * from {{ ref('fct_labour_cost_allocation') }}
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
    where payroll_cost_id is null
),

overhead as (
    select * from {{ ref('fct_overhead_pool') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

both_measures as (
    select
        {{ keys | join(',\n        ') }},
        hours,
        uncosted_hours,
        unconverted_rows,
        1 as costed_rows,
        cost_functional_amount,
        cost_reporting_amount,
        cast(null as decimal(18, 2)) as labour_cost_actual_functional_amount,
        cast(null as decimal(18, 2)) as labour_cost_actual_reporting_amount
    from costs
    union all
    select
        entity_code,
        accounting_period,
        project_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        cast(null as {{ dbt.type_string() }}) as cost_pool,
        'labour' as cost_class,
        functional_currency_code,
        reporting_currency_code,
        cast(0 as decimal(18, 6)) as hours,
        cast(0 as decimal(18, 6)) as uncosted_hours,
        cast(0 as bigint) as unconverted_rows,
        0 as costed_rows,
        cast(null as decimal(28, 6)) as cost_functional_amount,
        cast(null as decimal(28, 6)) as cost_reporting_amount,
        labour_cost_actual_functional_amount,
        labour_cost_actual_reporting_amount
    from paid
),

summed as (
    select
        {{ keys | join(',\n        ') }},
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unconverted_rows) as unconverted_rows,
    {%- for books in ['functional', 'reporting'] %}
        case when sum(costed_rows) = 0 then 0 else sum(cost_{{ books }}_amount) end as cost_{{ books }}_amount,
        case
            when sum(1 - costed_rows) = count(labour_cost_actual_{{ books }}_amount)
                then sum(labour_cost_actual_{{ books }}_amount)
        end as labour_cost_actual_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from both_measures
    group by {{ keys | join(', ') }}
),

direct_labour as (
    select
        costs.entity_code,
        costs.accounting_period,
        sum(costs.cost_functional_amount) as labour_cost
    from costs
    inner join projects on costs.project_key = projects.project_key
    where costs.cost_class = 'labour' and projects.project_type <> 'internal'
    group by costs.entity_code, costs.accounting_period
),

borne as (
    select
        entity_code,
        accounting_period,
        sum(applied_functional_amount) as applied_functional_amount,
        case when count(*) = count(applied_reporting_amount) then sum(applied_reporting_amount) end
            as applied_reporting_amount
    from overhead
    group by entity_code, accounting_period
),

unpaid as (
    select
        entity_code,
        period_code as accounting_period,
        project_key,
        sum(hours) as hours
    from labour
    group by entity_code, period_code, project_key
),

placed as (
    select
        {{ surrogate_key(['summed.entity_code', 'summed.accounting_period', 'summed.project_key', 'summed.product_key', 'summed.cost_pool', 'summed.cost_class']) }}
            as cost_month_key,
        {%- for column in keys + ['hours', 'uncosted_hours', 'unconverted_rows'] %}
            summed.{{ column }},
        {%- endfor %}
        {%- for books in ['functional', 'reporting'] %}
            summed.cost_{{ books }}_amount,
            summed.labour_cost_actual_{{ books }}_amount,
            borne.applied_{{ books }}_amount,
        {%- endfor %}
        case when summed.cost_class = 'labour' then coalesce(unpaid.hours, 0) end as unpaid_hours,
        direct_labour.labour_cost as direct_labour_cost,
        coalesce(
            summed.cost_class = 'labour'
            and summed.project_key is not null
            and projects.project_type <> 'internal',
            false
        ) as is_direct
    from summed
    left join projects on summed.project_key = projects.project_key
    left join borne
        on
            summed.entity_code = borne.entity_code
            and summed.accounting_period = borne.accounting_period
    left join direct_labour
        on
            summed.entity_code = direct_labour.entity_code
            and summed.accounting_period = direct_labour.accounting_period
    left join unpaid
        on {{ same('summed', 'unpaid', ['entity_code', 'accounting_period', 'project_key']) }}
),

weighed as (
    select
        *,
        case when is_direct then greatest(coalesce(cost_functional_amount, 0), 0) else 0 end
            as bearing_weight
    from placed
),

{{ share_among(
    'burdened',
    'weighed',
    ['entity_code', 'accounting_period'],
    'cost_month_key',
    'bearing_weight',
    {
        'borne_functional_amount': ('applied_functional_amount', 2),
        'borne_reporting_amount': ('applied_reporting_amount', 2),
    },
) }},

-- What is not direct labour bears no overhead; without pools, nobody knows what labour bears.
posted as (
    select
        cost_month_key,
        entity_code,
        accounting_period,
        project_key,
        product_key,
        cost_pool,
        cost_class,
        cast(hours as decimal(18, 6)) as hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        cast(unpaid_hours as decimal(18, 6)) as unpaid_hours,
        cast(unconverted_rows as bigint) as unconverted_rows,
        cast(
            case
                when cost_class = 'labour'
                    then {{ exact_quotient('cost_functional_amount', 'hours - uncosted_hours') }}
            end as decimal(18, 6)
        ) as labour_cost_rate,
        cast(
            case
                when cost_class <> 'labour' or applied_functional_amount is null then null
                when not is_direct then 0
                else {{ exact_quotient('applied_functional_amount', 'direct_labour_cost') }}
            end as decimal(18, 6)
        ) as burden_rate,
    {%- for books in ['functional', 'reporting'] %}
        {{ books }}_currency_code,
        {{ posted_amount('cost_' ~ books ~ '_amount') }} as cost_{{ books }}_amount,
        case when cost_class = 'labour' then {{ posted_amount('cost_' ~ books ~ '_amount') }} end
            as labour_cost_std_{{ books }}_amount,
        cast(labour_cost_actual_{{ books }}_amount as decimal(18, 2))
            as labour_cost_actual_{{ books }}_amount,
        cast(
            case
                when cost_class <> 'labour' or applied_{{ books }}_amount is null then null
                when not is_direct then {{ posted_amount('cost_' ~ books ~ '_amount') }}
                when direct_labour_cost > 0
                    then {{ posted_amount('cost_' ~ books ~ '_amount') }} + borne_{{ books }}_amount
            end as decimal(18, 2)
        ) as labour_cost_burdened_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from burdened
)

select * from posted
