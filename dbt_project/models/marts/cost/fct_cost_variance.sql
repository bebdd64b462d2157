{#- Why labour of projects cost otherwise than planned (decision 22). What the first plan had for the period,
    less what was paid, is
      volume:      what another plan, approved since, has more or less,
      efficiency:  the hours of the plan in force less those worked, at its rate,
      mix:         the hours worked at the plan's rate, less what they cost at the rates of who worked,
      less rate:   what was paid for them more than that.
    Hours and pay are in the period of the work. A plan names no roles: its hours and cost are shared among roles
    by the hours worked. It is of one entity's books: where another one's people worked on the project, nobody
    knows what part of it they did. -#}
{%- set keys = ['entity_code', 'accounting_period', 'project_key'] -%}
with

paid as (
    select * from {{ ref('int_paid_labour__dated') }}
    where labour_kind = 'project'
),

unpaid as (
    select * from {{ ref('int_labour__grouped') }}
    where labour_kind = 'project' and payroll_cost_id is null
),

plans as (
    select * from {{ ref('int_project_plans__dated') }}
    where is_planned
),

entities as (
    select * from {{ ref('dim_entity') }}
),

of_work as (
    select
        entity_code,
        period_code as accounting_period,
        project_key,
        role,
        hours,
        uncosted_hours,
        cast(0 as decimal(18, 6)) as unpaid_hours,
        labour_cost_actual_functional_amount,
        labour_cost_actual_reporting_amount,
        labour_cost_std_functional_amount,
        labour_cost_std_reporting_amount
    from paid
    union all
    select
        entity_code,
        period_code as accounting_period,
        project_key,
        role,
        hours,
        uncosted_hours,
        hours as unpaid_hours,
        cast(0 as decimal(18, 2)) as labour_cost_actual_functional_amount,
        cast(0 as decimal(18, 2)) as labour_cost_actual_reporting_amount,
        {{ posted_amount('cost_functional_amount') }} as labour_cost_std_functional_amount,
        {{ posted_amount('cost_reporting_amount') }} as labour_cost_std_reporting_amount
    from unpaid
),

worked as (
    select
        entity_code,
        accounting_period,
        project_key,
        role,
        sum(hours) as hours,
        sum(uncosted_hours) as uncosted_hours,
        sum(unpaid_hours) as unpaid_hours,
    {%- for books in ['functional', 'reporting'] %}
        case
            when sum(unpaid_hours) = 0 and count(*) = count(labour_cost_actual_{{ books }}_amount)
                then sum(labour_cost_actual_{{ books }}_amount)
        end as labour_cost_actual_{{ books }}_amount,
        case when sum(uncosted_hours) = 0 then sum(labour_cost_std_{{ books }}_amount) end
            as labour_cost_std_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from of_work
    group by entity_code, accounting_period, project_key, role
),

planned as (
    select
        entity_code,
        period_code as accounting_period,
        project_key,
        planned_hours,
        planned_cost_functional_amount,
        first_planned_cost_functional_amount,
        planned_cost_reporting_amount,
        first_planned_cost_reporting_amount
    from plans
),

worked_projects as (
    select distinct
        entity_code,
        accounting_period,
        project_key
    from worked
),

not_worked as (
    select
        planned.entity_code,
        planned.accounting_period,
        planned.project_key
    from planned
    left join worked_projects on {{ same('planned', 'worked_projects', keys) }}
    where worked_projects.project_key is null
),

worked_elsewhere as (
    select distinct
        planned.entity_code,
        planned.accounting_period,
        planned.project_key
    from planned
    inner join worked on {{ same('planned', 'worked', ['accounting_period', 'project_key']) }}
    where worked.hours <> 0 and not ({{ same('planned', 'worked', ['entity_code']) }})
),

spine as (
    select * from worked
    union all
    select
        entity_code,
        accounting_period,
        project_key,
        cast(null as {{ dbt.type_string() }}) as role,
        0 as hours,
        0 as uncosted_hours,
        0 as unpaid_hours,
        0 as labour_cost_actual_functional_amount,
        0 as labour_cost_std_functional_amount,
        0 as labour_cost_actual_reporting_amount,
        0 as labour_cost_std_reporting_amount
    from not_worked
),

joined as (
    select
        {{ surrogate_key([
            'spine.entity_code', 'spine.accounting_period', 'spine.project_key', 'spine.role'
        ]) }} as cost_variance_key,
        spine.entity_code,
        spine.accounting_period,
        spine.project_key,
        spine.role,
        spine.hours,
        spine.uncosted_hours,
        spine.unpaid_hours,
        spine.labour_cost_actual_functional_amount,
        spine.labour_cost_std_functional_amount,
        spine.labour_cost_actual_reporting_amount,
        spine.labour_cost_std_reporting_amount,
        greatest(spine.hours, 0) as hours_to_share,
        planned.project_key is not null as has_plan,
        worked_elsewhere.project_key is not null as is_worked_elsewhere,
        planned.planned_hours as all_planned_hours,
        planned.planned_cost_functional_amount as all_planned_cost_functional_amount,
        planned.planned_cost_reporting_amount as all_planned_cost_reporting_amount,
        planned.first_planned_cost_functional_amount as all_first_planned_cost_functional_amount,
        planned.first_planned_cost_reporting_amount as all_first_planned_cost_reporting_amount
    from spine
    left join planned on {{ same('spine', 'planned', keys) }}
    left join worked_elsewhere on {{ same('spine', 'worked_elsewhere', keys) }}
),

{{ share_among(
    'shared',
    'joined',
    keys,
    'hours_to_share desc, cost_variance_key asc',
    'hours_to_share',
    {
        'planned_hours': ('all_planned_hours', 4),
        'planned_cost_functional_amount': ('all_planned_cost_functional_amount', 2),
        'planned_cost_reporting_amount': ('all_planned_cost_reporting_amount', 2),
        'first_planned_cost_functional_amount': ('all_first_planned_cost_functional_amount', 2),
        'first_planned_cost_reporting_amount': ('all_first_planned_cost_reporting_amount', 2),
    },
) }},

-- Where nothing is planned, hours are worth what they cost at the rates of who worked.
at_planned_rate as (
    select
        *,
    {%- for books in ['functional', 'reporting'] %}
        case
            when is_worked_elsewhere then null
            when all_planned_hours > 0
                then {{ posted_share(
                        'all_planned_cost_' ~ books ~ '_amount', 'hours_to_share', 'all_planned_hours'
                    ) }}
            when has_plan then labour_cost_std_{{ books }}_amount
        end as worth_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from shared
),

measured as (
    select
        at_planned_rate.cost_variance_key,
        at_planned_rate.entity_code,
        at_planned_rate.accounting_period,
        at_planned_rate.project_key,
        at_planned_rate.role,
        cast(at_planned_rate.hours as decimal(18, 6)) as hours,
        cast(at_planned_rate.planned_hours as decimal(18, 6)) as planned_hours,
        case
            when not at_planned_rate.has_plan then 'no_plan'
            when planned_cost_functional_amount is null then 'plan_without_cost'
            when first_planned_cost_functional_amount is null then 'plan_without_cost'
            when at_planned_rate.is_worked_elsewhere then 'worked_in_other_books'
        end as plan_gap,
        case
            when at_planned_rate.unpaid_hours > 0 then 'payroll_missing'
            when labour_cost_actual_functional_amount is null then 'exchange_rate_missing'
            when labour_cost_actual_reporting_amount is null then 'exchange_rate_missing'
            when at_planned_rate.uncosted_hours > 0 then 'cost_rate_missing'
        end as rate_gap,
    {%- for books in ['functional', 'reporting'] %}
        entities.{{ books }}_currency_code,
        cast(first_planned_cost_{{ books }}_amount as decimal(18, 2))
            as first_planned_cost_{{ books }}_amount,
        cast(planned_cost_{{ books }}_amount as decimal(18, 2)) as planned_cost_{{ books }}_amount,
        cast(labour_cost_std_{{ books }}_amount as decimal(18, 2))
            as labour_cost_std_{{ books }}_amount,
        cast(labour_cost_actual_{{ books }}_amount as decimal(18, 2))
            as labour_cost_actual_{{ books }}_amount,
        cast(first_planned_cost_{{ books }}_amount - planned_cost_{{ books }}_amount as decimal(18, 2))
            as volume_variance_{{ books }}_amount,
        cast(planned_cost_{{ books }}_amount - worth_{{ books }}_amount as decimal(18, 2))
            as efficiency_variance_{{ books }}_amount,
        cast(worth_{{ books }}_amount - labour_cost_std_{{ books }}_amount as decimal(18, 2))
            as mix_variance_{{ books }}_amount,
        cast(labour_cost_actual_{{ books }}_amount - labour_cost_std_{{ books }}_amount as decimal(18, 2))
            as rate_variance_{{ books }}_amount,
        cast(
            case
                when
                    planned_cost_{{ books }}_amount is not null
                    and worth_{{ books }}_amount is not null
                    and labour_cost_std_{{ books }}_amount is not null
                    then first_planned_cost_{{ books }}_amount - labour_cost_actual_{{ books }}_amount
            end as decimal(18, 2)
        ) as total_variance_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from at_planned_rate
    left join entities on at_planned_rate.entity_code = entities.entity_code
)

select * from measured
