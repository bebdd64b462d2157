{#- C23: variances of cost foot to the total, which is what was planned less what was paid; and of what they
    are made of, in periods that are not settled, nothing is lost or doubled: hours on projects, the cost
    of plans, and what was paid for roles whose hours are all paid at an exchange rate that is known. -#}
{%- set sums = {
    'hours of variances = hours on projects': ('hours', 'worked'),
    'planned cost of variances = cost of plans': ('planned_amount', 'planned'),
    'paid cost of variances = payroll of projects': ('paid_amount', 'paid'),
} -%}
with

variances as (
    select * from {{ ref('fct_cost_variance') }}
),

paid_labour as (
    select * from {{ ref('int_paid_labour__dated') }}
    where labour_kind = 'project'
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
    where labour_kind = 'project'
),

plans as (
    select * from {{ ref('int_project_plans__dated') }}
    where is_planned
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost'
),

footed as (
    select
        entity_code,
        accounting_period,
        sum(total_variance_functional_amount) as total_amount,
        sum(
            case
                when total_variance_functional_amount is not null
                    then
                        volume_variance_functional_amount
                        + efficiency_variance_functional_amount
                        + mix_variance_functional_amount
                        - rate_variance_functional_amount
            end
        ) as parts_amount,
        sum(hours) as hours,
        sum(planned_cost_functional_amount) as planned_amount,
        sum(labour_cost_actual_reporting_amount) as paid_amount
    from variances
    group by entity_code, accounting_period
),

worked as (
    select
        entity_code,
        period_code as accounting_period,
        sum(hours) as hours
    from labour
    group by entity_code, period_code
),

planned as (
    select
        entity_code,
        period_code as accounting_period,
        sum(planned_cost_functional_amount) as planned_amount
    from plans
    group by entity_code, period_code
),

unpaid_roles as (
    select
        entity_code,
        period_code,
        project_key,
        role
    from labour
    where payroll_cost_id is null
    union
    select
        entity_code,
        period_code,
        project_key,
        role
    from paid_labour
    where labour_cost_actual_reporting_amount is null
),

paid as (
    select
        paid_labour.entity_code,
        paid_labour.period_code as accounting_period,
        sum(paid_labour.labour_cost_actual_reporting_amount) as paid_amount
    from paid_labour
    left join unpaid_roles
        on {{ same('paid_labour', 'unpaid_roles', ['entity_code', 'period_code', 'project_key', 'role']) }}
    where unpaid_roles.project_key is null
    group by paid_labour.entity_code, paid_labour.period_code
),

compared as (
    select
        'volume + efficiency + mix - rate = planned - paid' as check_name,
        entity_code,
        accounting_period,
        coalesce(total_amount, 0) as a_value,
        coalesce(parts_amount, 0) as b_value
    from footed
    {%- for words, (measure, source) in sums.items() %}
        union all
        select
            '{{ words }}' as check_name,
            coalesce(footed.entity_code, {{ source }}.entity_code) as entity_code,
            coalesce(footed.accounting_period, {{ source }}.accounting_period) as accounting_period,
            coalesce(footed.{{ measure }}, 0) as a_value,
            coalesce({{ source }}.{{ measure }}, 0) as b_value
        from footed
        full outer join {{ source }}
            on {{ same('footed', source, ['entity_code', 'accounting_period']) }}
        left join locks
            on
                coalesce(footed.entity_code, {{ source }}.entity_code) = locks.entity_code
                and coalesce(footed.accounting_period, {{ source }}.accounting_period) = locks.period_code
        where not coalesce(locks.is_settled, false)
    {%- endfor %}
),

measured as (
    select
        'C23' as control_id,
        check_name,
        entity_code,
        accounting_period,
        'labour' as subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
