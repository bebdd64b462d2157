{#- C23: variances of cost foot to the total, which is what was planned less what was paid; and no hour on
    projects is lost or doubled between payroll and variances, in periods that are not settled. -#}
with

variances as (
    select * from {{ ref('fct_cost_variance') }}
),

allocated as (
    select * from {{ ref('int_payroll__allocated') }}
    where labour_kind = 'project'
),

unpaid as (
    select * from {{ ref('int_labour__grouped') }}
    where labour_kind = 'project' and payroll_cost_id is null
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
        sum(hours) as hours
    from variances
    group by entity_code, accounting_period
),

sources as (
    select
        work_entity_code as entity_code,
        period_code as accounting_period,
        hours
    from allocated
    union all
    select
        entity_code,
        period_code as accounting_period,
        hours
    from unpaid
),

worked as (
    select
        entity_code,
        accounting_period,
        sum(hours) as hours
    from sources
    group by entity_code, accounting_period
),

compared as (
    select
        'volume + efficiency + mix - rate = planned - paid' as check_name,
        entity_code,
        accounting_period,
        coalesce(total_amount, 0) as a_value,
        coalesce(parts_amount, 0) as b_value
    from footed
    union all
    select
        'hours of variances = hours on projects' as check_name,
        coalesce(footed.entity_code, worked.entity_code) as entity_code,
        coalesce(footed.accounting_period, worked.accounting_period) as accounting_period,
        coalesce(footed.hours, 0) as a_value,
        coalesce(worked.hours, 0) as b_value
    from footed
    full outer join worked
        on {{ same('footed', 'worked', ['entity_code', 'accounting_period']) }}
    left join locks
        on
            coalesce(footed.entity_code, worked.entity_code) = locks.entity_code
            and coalesce(footed.accounting_period, worked.accounting_period) = locks.period_code
    where not coalesce(locks.is_settled, false)
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
