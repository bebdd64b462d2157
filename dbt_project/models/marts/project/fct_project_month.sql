{#- What was worked, earned, billed and spent on projects, beside the plan in force and what is still to
    come, and how each stands by the rules of the seed project_state_rules. Plan, estimate, backlog and
    state are on the row of the entity that keeps the project's books. -#}
{%- set books = ['functional', 'reporting'] -%}
{%- set keys = ['entity_code', 'accounting_period', 'project_key'] -%}
{%- set lower_is_worse = ['schedule', 'cost', 'overrun', 'margin'] -%}
{%- set hours = [
    'hours', 'billable_hours', 'approved_hours', 'delivery_category_hours', 'product_category_hours',
    'governance_category_hours', 'presales_category_hours', 'internal_category_hours', 'leave_category_hours',
    'bench_category_hours', 'uncosted_hours',
] -%}
{%- set posted = [
    'cost', 'posted_cost_to_date', 'revenue', 'revenue_to_date', 'billed', 'billed_to_date',
] -%}
{%- set rules = ['schedule', 'milestone', 'cost', 'overrun', 'margin', 'estimate', 'used_up', 'unbilled'] -%}
with

months as (
    select * from {{ ref('int_project_months__summed') }}
),

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

plans as (
    select * from {{ ref('int_project_plans__valued') }}
),

costs as (
    select * from {{ ref('int_project_costs__cumulated') }}
),

backlog as (
    select * from {{ ref('int_project_backlog__summed') }}
),

evm_periods as (
    select * from {{ ref('fct_project_evm_period') }}
    where evm_level = 'project'
),

milestone_status as (
    select * from {{ ref('fct_milestone_status') }}
    where milestone_state in ('planned', 'overdue') and slip_days is not null
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

entities as (
    select * from {{ ref('dim_entity') }}
),

thresholds as (
    select
    {%- for rule in rules %}
            max(case when rule_code = '{{ rule }}' then amber_limit end) as {{ rule }}_amber_limit,
            max(case when rule_code = '{{ rule }}' then red_limit end) as {{ rule }}_red_limit
            {{- ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('project_state_rules') }}
),

late_milestones as (
    select
        project_key,
        accounting_period,
        milestone_name,
        slip_days,
        row_number() over (
            partition by project_key, accounting_period
            order by slip_days desc, baseline_date asc, milestone_key asc
        ) as place
    from milestone_status
),

unbilled as (
    select
        months.entity_code,
        months.accounting_period,
        months.project_key,
        min(periods.period_end_date) as unbilled_since_date
    from months
    inner join months as earlier
        on
            months.entity_code = earlier.entity_code
            and months.project_key = earlier.project_key
            and months.accounting_period >= earlier.accounting_period
            and months.billed_to_date_functional_amount < earlier.revenue_to_date_functional_amount
    inner join periods on earlier.accounting_period = periods.period_code
    where months.revenue_to_date_functional_amount > months.billed_to_date_functional_amount
    group by months.entity_code, months.accounting_period, months.project_key
),

joined as (
    select
        {{ surrogate_key(['months.entity_code', 'months.accounting_period', 'months.project_key']) }}
            as project_month_key,
        months.entity_code,
        months.accounting_period,
        months.project_key,
        {% for measure in hours %}
            months.{{ measure }},
        {% endfor %}
        months.unconverted_rows,
        {% for currency in books %}
            {% for measure in posted %}
                months.{{ measure }}_{{ currency }}_amount,
            {% endfor %}
        {% endfor %}
        {% for rule in rules %}
            thresholds.{{ rule }}_amber_limit,
            thresholds.{{ rule }}_red_limit,
        {% endfor %}
        entities.functional_currency_code,
        entities.reporting_currency_code,
        project_periods.project_key is not null as is_listed,
        plans.planned_hours,
        plans.planned_cumulative_hours,
        plans.planned_end_date,
        costs.cumulative_hours,
        case when costs.estimate_source = 'estimate' then costs.remaining_hours end as remaining_hours,
        case when costs.estimate_source = 'estimate' then costs.estimate_date end as estimate_date,
        case when costs.estimate_source = 'estimate' then costs.estimate_age_days end as estimate_age_days,
        costs.forecast_end_date,
        case
            when costs.is_estimate_used_up
                then {{ days_between('project_periods.as_of_date', 'costs.forecast_end_date') }}
        end as used_up_days,
        evm_periods.ev_technique,
        evm_periods.earned_share,
        evm_periods.earned_schedule_periods,
        evm_periods.actual_time_periods,
        evm_periods.spi_t,
        evm_periods.cpi,
        late_milestones.milestone_name as latest_milestone_name,
        late_milestones.slip_days as milestone_slip_days,
        case
            when {{ days_between('unbilled.unbilled_since_date', 'project_periods.as_of_date') }} > 0
                then {{ days_between('unbilled.unbilled_since_date', 'project_periods.as_of_date') }}
            when unbilled.unbilled_since_date is not null and project_periods.project_key is not null then 0
        end as unbilled_age_days,
    {% for currency in books %}
        plans.planned_cost_{{ currency }}_amount,
        plans.planned_cost_to_date_{{ currency }}_amount,
        plans.planned_revenue_{{ currency }}_amount,
        plans.planned_revenue_to_date_{{ currency }}_amount,
        plans.budget_at_completion_{{ currency }}_amount,
        case when costs.estimate_source = 'estimate' then costs.remaining_cost_{{ currency }}_amount end
            as remaining_cost_{{ currency }}_amount,
        coalesce(
            case
                when costs.estimate_source = 'estimate'
                    then costs.actual_cost_{{ currency }}_amount + costs.remaining_cost_{{ currency }}_amount
            end,
            case
                when evm_periods.earned_share >= {{ var('cpi_judged_from_share') }}
                    then evm_periods.eac_cpi_{{ currency }}_amount
            end
        ) as estimate_at_completion_{{ currency }}_amount,
        {{ posted_sum('backlog.backlog_' ~ currency ~ '_amount', 'backlog.project_key') }}
            as backlog_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from months
    cross join thresholds
    left join entities on months.entity_code = entities.entity_code
    left join project_periods
        on
            months.project_key = project_periods.project_key
            and months.accounting_period = project_periods.period_code
            and months.entity_code = project_periods.entity_code
    left join plans
        on
            project_periods.project_key = plans.project_key
            and project_periods.period_code = plans.period_code
    left join costs
        on
            project_periods.project_key = costs.project_key
            and project_periods.period_code = costs.period_code
    left join evm_periods
        on
            project_periods.project_key = evm_periods.project_key
            and project_periods.period_code = evm_periods.accounting_period
    left join late_milestones
        on
            project_periods.project_key = late_milestones.project_key
            and project_periods.period_code = late_milestones.accounting_period
            and late_milestones.place = 1
    left join backlog on {{ same('months', 'backlog', keys) }}
    left join unbilled on {{ same('months', 'unbilled', keys) }}
),

compared as (
    select
        *,
    {% for currency in books %}
        budget_at_completion_{{ currency }}_amount - estimate_at_completion_{{ currency }}_amount
            as variance_at_completion_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from joined
),

valued as (
    select
        *,
        case when earned_share < 1 then spi_t end as schedule_value,
        cast(milestone_slip_days as decimal(18, 6)) as milestone_value,
        cpi as cost_value,
        {{ exact_quotient('variance_at_completion_functional_amount', 'budget_at_completion_functional_amount') }}
            as overrun_value,
        case
            when revenue_to_date_functional_amount > 0
                then {{ exact_quotient(
                    '(revenue_to_date_functional_amount - posted_cost_to_date_functional_amount)',
                    'revenue_to_date_functional_amount',
                ) }}
        end as margin_value,
        case
            when remaining_hours > 0 or remaining_cost_functional_amount > 0 or earned_share < 1
                then cast(estimate_age_days as decimal(18, 6))
        end as estimate_value,
        case when coalesce(earned_share, 0) < 1 then cast(used_up_days as decimal(18, 6)) end as used_up_value,
        cast(unbilled_age_days as decimal(18, 6)) as unbilled_value,
        concat(
            'behind plan: ', cast(cast(earned_schedule_periods as decimal(18, 1)) as {{ dbt.type_string() }}),
            ' of ', cast(cast(actual_time_periods as decimal(18, 1)) as {{ dbt.type_string() }}),
            ' periods earned'
        ) as schedule_words,
        concat(
            latest_milestone_name, ' is expected ', cast(milestone_slip_days as {{ dbt.type_string() }}),
            ' days late'
        ) as milestone_words,
        concat(
            'work costs more than its budget: CPI ',
            cast(cast(cpi as decimal(18, 2)) as {{ dbt.type_string() }})
        ) as cost_words,
        concat(
            'expected to cost ',
            cast(
                cast(
                    {{ exact_quotient(
                        '-100 * variance_at_completion_functional_amount', 'budget_at_completion_functional_amount', 0
                    ) }} as decimal(18, 0)
                ) as {{ dbt.type_string() }}
            ),
            ' % more than budgeted'
        ) as overrun_words,
        concat(
            'margin to date is ',
            cast(
                cast(
                    {{ exact_quotient(
                        '100 * (revenue_to_date_functional_amount - posted_cost_to_date_functional_amount)',
                        'revenue_to_date_functional_amount',
                        0,
                    ) }} as decimal(18, 0)
                ) as {{ dbt.type_string() }}
            ),
            ' % of revenue'
        ) as margin_words,
        concat('the last estimate is ', cast(estimate_age_days as {{ dbt.type_string() }}), ' days old')
            as estimate_words,
        concat(
            'all that the last estimate left has been spent, ',
            cast(used_up_days as {{ dbt.type_string() }}),
            ' days before the end it expects'
        ) as used_up_words,
        concat('revenue not billed for ', cast(unbilled_age_days as {{ dbt.type_string() }}), ' days')
            as unbilled_words
    from compared
),

judged as (
    select
        *,
    {%- for rule in rules %}
        {%- set worse = '<=' if rule in lower_is_worse else '>=' %}
        case
            when not is_listed or {{ rule }}_value is null then null
            when {{ rule }}_value {{ worse }} {{ rule }}_red_limit then 2
            when {{ rule }}_value {{ worse }} {{ rule }}_amber_limit then 1
            else 0
        end as {{ rule }}_level{{ ',' if not loop.last }}
    {%- endfor %}
    from valued
),

described as (
    select
        project_month_key,
        entity_code,
        accounting_period,
        project_key,
        functional_currency_code,
        reporting_currency_code,
        hours,
        billable_hours,
        approved_hours,
        delivery_category_hours,
        product_category_hours,
        governance_category_hours,
        presales_category_hours,
        internal_category_hours,
        leave_category_hours,
        bench_category_hours,
        uncosted_hours,
        unconverted_rows,
        planned_hours as planned_period_hours,
        cumulative_hours,
        planned_cumulative_hours,
        remaining_hours,
        {% for currency in books %}
            cost_{{ currency }}_amount,
            planned_cost_{{ currency }}_amount as planned_period_cost_{{ currency }}_amount,
            posted_cost_to_date_{{ currency }}_amount,
            planned_cost_to_date_{{ currency }}_amount,
            revenue_{{ currency }}_amount,
            planned_revenue_{{ currency }}_amount,
            revenue_to_date_{{ currency }}_amount,
            planned_revenue_to_date_{{ currency }}_amount,
            billed_{{ currency }}_amount,
            billed_to_date_{{ currency }}_amount,
            cast(
                greatest(
                    revenue_to_date_{{ currency }}_amount - billed_to_date_{{ currency }}_amount,
                    0 * (revenue_to_date_{{ currency }}_amount - billed_to_date_{{ currency }}_amount)
                ) as decimal(18, 2)
            ) as unbilled_revenue_{{ currency }}_amount,
            cast(
                greatest(
                    billed_to_date_{{ currency }}_amount - revenue_to_date_{{ currency }}_amount,
                    0 * (billed_to_date_{{ currency }}_amount - revenue_to_date_{{ currency }}_amount)
                ) as decimal(18, 2)
            ) as billed_ahead_{{ currency }}_amount,
            backlog_{{ currency }}_amount,
            cast(revenue_{{ currency }}_amount - cost_{{ currency }}_amount as decimal(18, 2))
                as gross_margin_recognised_{{ currency }}_amount,
            cast(billed_{{ currency }}_amount - cost_{{ currency }}_amount as decimal(18, 2))
                as gross_margin_billed_{{ currency }}_amount,
            budget_at_completion_{{ currency }}_amount,
            remaining_cost_{{ currency }}_amount,
            cast(estimate_at_completion_{{ currency }}_amount as decimal(18, 2))
                as estimate_at_completion_{{ currency }}_amount,
            cast(variance_at_completion_{{ currency }}_amount as decimal(18, 2))
                as variance_at_completion_{{ currency }}_amount,
        {% endfor %}
        ev_technique,
        earned_share,
        spi_t,
        cpi,
        planned_end_date,
        forecast_end_date,
        estimate_date,
        estimate_age_days,
        milestone_slip_days,
        unbilled_age_days,
        coalesce(estimate_level > 0, false) as is_estimate_stale,
        coalesce(used_up_level > 0, false) as is_estimate_used_up,
        case
            {%- for level in [2, 1] %}
                when {% for rule in rules %}{{ rule }}_level = {{ level }}{{ ' or ' if not loop.last }}{% endfor %}
                    then '{{ {2: "red", 1: "amber"}[level] }}'
            {%- endfor %}
            when coalesce({% for rule in rules %}{{ rule }}_level{{ ', ' if not loop.last }}{% endfor %}) = 0
                then 'green'
            when is_listed then 'unknown'
        end as rag_state,
        nullif(
            concat_ws(
                '; ',
                {%- for level in [2, 1] %}
                    {%- set last_level = loop.last %}
                    {%- for rule in rules %}
                        case when {{ rule }}_level = {{ level }} then {{ rule }}_words end
                        {{- ',' if not (last_level and loop.last) }}
                    {%- endfor %}
                {%- endfor %}
            ), ''
        ) as rag_reasons
    from judged
)

select * from described
