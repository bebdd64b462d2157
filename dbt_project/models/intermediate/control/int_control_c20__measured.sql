{#- C20: earned value holds together. Budget at completion is all that the plan in force planned; work packages
    and cost outside of them are the project, in budget, planned value, earned value and cost; tasks that are
    delivered as done have earned their budget, by the techniques that earn all of it then; actual cost is
    the cost posted until then, posting by posting; variances and forecasts are what their formulas say. What is
    not known is left out on both sides. Closed periods keep what their plan was. -#}
{%- set books = ['functional', 'reporting'] -%}
{%- set added = {
    'budgets': 'budget_at_completion', 'planned value': 'planned_value', 'earned value': 'earned_value',
    'cost': 'actual_cost',
} -%}
{%- set formulas = {
    'schedule_variance': ['earned_value', 'planned_value'],
    'cost_variance': ['earned_value', 'actual_cost'],
} -%}
with

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
),

planned_periods as (
    select * from {{ ref('fct_project_baseline') }}
),

costs as (
    select * from {{ ref('fct_project_cost') }}
    where project_key is not null
),

task_versions as (
    {{ canonical_versions('tasks') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'cost'
),

projects as (
    select * from evm_periods
    where evm_level = 'project'
),

plans as (
    select
        baseline_key,
        sum(planned_period_cost_functional_amount) as planned_functional_amount,
        sum(planned_period_cost_reporting_amount) as planned_reporting_amount
    from planned_periods
    group by baseline_key
),

parts as (
    select
        project_key,
        accounting_period,
        {%- for measure in added.values() %}
            {%- for currency in books %}
                sum({{ measure }}_{{ currency }}_amount) as {{ measure }}_{{ currency }}_amount,
            {%- endfor %}
        {%- endfor %}
        min(case when not_measured_reason is null then 1 else 0 end) as is_whole
    from evm_periods
    where evm_level <> 'project'
    group by project_key, accounting_period
),

-- Cost is rounded once for each class and month.
posted as (
    select
        project_key,
        accounting_period,
        {{ posted_amount('sum(cost_functional_amount)') }} as cost_functional_amount,
        {{ posted_amount('sum(cost_reporting_amount)') }} as cost_reporting_amount
    from costs
    group by
        entity_code,
        accounting_period,
        project_key,
        product_key,
        cost_pool,
        cost_class,
        functional_currency_code,
        reporting_currency_code
),

spent as (
    select
        projects.project_key,
        projects.accounting_period,
        sum(posted.cost_functional_amount) as cost_functional_amount,
        sum(posted.cost_reporting_amount) as cost_reporting_amount
    from projects
    left join posted
        on
            projects.project_key = posted.project_key
            and projects.accounting_period >= posted.accounting_period
    group by projects.project_key, projects.accounting_period
),

tasks_ranked as (
    select
        {{ surrogate_key(['system_name', 'task_id']) }} as work_package_key,
        state,
        is_deleted,
        row_number() over (
            partition by system_name, task_id order by delivery_number desc, landed_at desc
        ) as recency
    from task_versions
),

done as (
    select evm_periods.*
    from evm_periods
    inner join tasks_ranked on evm_periods.work_package_key = tasks_ranked.work_package_key
    where
        evm_periods.evm_level = 'work_package'
        and evm_periods.is_running_period
        and evm_periods.ev_technique in ('0/100', '50/50')
        and tasks_ranked.recency = 1
        and tasks_ranked.state = 'done'
        and not tasks_ranked.is_deleted
),

compared as (
    {%- for currency in books %}
        select
            'budget at completion = all that is planned, {{ currency }}' as check_name,
            projects.entity_code,
            projects.accounting_period,
            sum(projects.budget_at_completion_{{ currency }}_amount) as a_value,
            sum(plans.planned_{{ currency }}_amount) as b_value
        from projects
        inner join plans on projects.baseline_key = plans.baseline_key
        left join locks
            on
                projects.entity_code = locks.entity_code
                and projects.accounting_period = locks.period_code
        where
            projects.budget_at_completion_{{ currency }}_amount is not null
            and not coalesce(locks.is_settled, false)
        group by projects.entity_code, projects.accounting_period
        union all
        {%- for words, measure in added.items() %}
            select
                '{{ words }} of projects = of work packages and outside of them, {{ currency }}' as check_name,
                projects.entity_code,
                projects.accounting_period,
                sum(projects.{{ measure }}_{{ currency }}_amount) as a_value,
                sum(parts.{{ measure }}_{{ currency }}_amount) as b_value
            from projects
            inner join parts
                on
                    projects.project_key = parts.project_key
                    and projects.accounting_period = parts.accounting_period
            where parts.is_whole = 1 and projects.{{ measure }}_{{ currency }}_amount is not null
            group by projects.entity_code, projects.accounting_period
            union all
        {%- endfor %}
        select
            'actual cost = cost posted until the period ends, {{ currency }}' as check_name,
            projects.entity_code,
            projects.accounting_period,
            sum(projects.actual_cost_{{ currency }}_amount) as a_value,
            sum(coalesce(spent.cost_{{ currency }}_amount, 0)) as b_value
        from projects
        inner join spent
            on
                projects.project_key = spent.project_key
                and projects.accounting_period = spent.accounting_period
        where projects.actual_cost_{{ currency }}_amount is not null
        group by projects.entity_code, projects.accounting_period
        union all
        select
            'tasks that are done earn their budget, {{ currency }}' as check_name,
            entity_code,
            accounting_period,
            sum(earned_value_{{ currency }}_amount) as a_value,
            sum(budget_at_completion_{{ currency }}_amount) as b_value
        from done
        where earned_value_{{ currency }}_amount is not null
        group by entity_code, accounting_period
        union all
        {%- for result, (whole, part) in formulas.items() %}
            select
                '{{ result | replace("_", " ") }} = {{ whole | replace("_", " ") }} - {{ part | replace("_", " ") }}, {{ currency }}'
                    as check_name,
                entity_code,
                accounting_period,
                sum(abs({{ result }}_{{ currency }}_amount)) as a_value,
                sum(abs({{ whole }}_{{ currency }}_amount - {{ part }}_{{ currency }}_amount)) as b_value
            from evm_periods
            where {{ result }}_{{ currency }}_amount is not null
            group by entity_code, accounting_period
            union all
        {%- endfor %}
        select
            'cost + to complete + variance at completion = budget, {{ currency }}' as check_name,
            entity_code,
            accounting_period,
            sum(
                actual_cost_{{ currency }}_amount + estimate_to_complete_{{ currency }}_amount
                + variance_at_completion_{{ currency }}_amount
            ) as a_value,
            sum(budget_at_completion_{{ currency }}_amount) as b_value
        from evm_periods
        where variance_at_completion_{{ currency }}_amount is not null
        group by entity_code, accounting_period
        {{- ' union all' if not loop.last }}
    {%- endfor %}
),

measured as (
    select
        'C20' as control_id,
        check_name,
        entity_code,
        accounting_period,
        entity_code as subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
