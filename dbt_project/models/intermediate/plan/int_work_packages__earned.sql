{#- What of a project's plan each of its work packages has, until the end of each period, and what of it was
    earned by the package's technique. A plan is made for a whole project: packages share its budget
    by their hours, and what is planned until a day as near to their own days as the plan allows. All
    parts are in cents and add up to the project's (largest remainder). -#}
{%- set of_project = 'partition by project_key, period_code' -%}
{%- set books = ['functional', 'reporting'] -%}
with

packages as (
    select * from {{ ref('int_work_packages__known') }}
),

plans as (
    select * from {{ ref('int_project_plans__valued') }}
),

weighed as (
    select
        packages.*,
        plans.plan_problem,
        cast(packages.budget_hours * 10000 as decimal(18, 0)) as weight,
        sum(cast(packages.budget_hours * 10000 as decimal(18, 0))) over (
            partition by packages.project_key, packages.period_code
        ) as weights,
        greatest(
            least(
                {{ days_between('packages.start_date', 'packages.as_of_date') }} + 1,
                {{ days_between('packages.start_date', 'packages.end_date') }} + 1
            ), 0
        ) as elapsed_days,
        {{ days_between('packages.start_date', 'packages.end_date') }} + 1 as days,
    {% for currency in books %}
        cast(plans.budget_at_completion_{{ currency }}_amount * 100 as decimal(18, 0))
            as budget_{{ currency }}_cents,
        cast(plans.planned_value_{{ currency }}_amount * 100 as decimal(18, 0))
            as planned_{{ currency }}_cents{{ ',' if not loop.last }}
    {% endfor %}
    from packages
    inner join plans
        on
            packages.project_key = plans.project_key
            and packages.period_code = plans.period_code
),
{% for currency in books %}
    {%- set budget, planned = 'budget_' ~ currency ~ '_cents', 'planned_' ~ currency ~ '_cents' %}

    {{ currency }}_budgets_floored as (
        select
            *,
            {{ whole_share(budget, 'weight', 'nullif(weights, 0)') }} as whole_cents,
            {{ rest_of_share(budget, 'weight', 'nullif(weights, 0)') }} as rest_of_cent
        from weighed
    ),

    {{ currency }}_budgets as (
        select
            *,
            whole_cents + case
                when
                    row_number() over ({{ of_project }} order by rest_of_cent desc, work_package_key asc)
                    <= {{ budget }} - sum(whole_cents) over ({{ of_project }})
                    then 1
                else 0
            end as package_cents
        from {{ currency }}_budgets_floored
    ),

    {{ currency }}_scheduled as (
        select
            *,
            case
                when package_cents is null then null
                when ev_technique = 'level_of_effort' or days is null or days < 1
                    then {{ whole_share('package_cents', planned, 'nullif(' ~ budget ~ ', 0)') }}
                else {{ whole_share('package_cents', 'elapsed_days', 'nullif(days, 0)') }}
            end as scheduled_cents
        from {{ currency }}_budgets
    ),

    {{ currency }}_fitted as (
        select
            *,
            sum(scheduled_cents) over ({{ of_project }}) as all_scheduled_cents,
            case
                when {{ planned }} <= sum(scheduled_cents) over ({{ of_project }}) then scheduled_cents
                else package_cents - scheduled_cents
            end as fit_weight,
            case
                when {{ planned }} <= sum(scheduled_cents) over ({{ of_project }}) then 0
                else scheduled_cents
            end as cents_before_fit,
            case
                when {{ planned }} <= sum(scheduled_cents) over ({{ of_project }}) then {{ planned }}
                else {{ planned }} - sum(scheduled_cents) over ({{ of_project }})
            end as cents_to_fit
        from {{ currency }}_scheduled
    ),

    {{ currency }}_fitted_floored as (
        select
            *,
            coalesce(
                {{ whole_share('cents_to_fit', 'fit_weight', 'nullif(sum(fit_weight) over (' ~ of_project ~ '), 0)') }},
                0
            ) as whole_fit_cents,
            coalesce(
                {{ rest_of_share('cents_to_fit', 'fit_weight', 'nullif(sum(fit_weight) over (' ~ of_project ~ '), 0)') }},
                0
            ) as rest_of_fit
        from {{ currency }}_fitted
    ),

    {{ currency }}_planned as (
        select
            project_key,
            period_code,
            work_package_key,
            ev_technique,
            progress_share,
            state,
            cast(package_cents * cast(0.01 as decimal(3, 2)) as decimal(18, 2)) as budget_amount,
            cast(
                (
                    cents_before_fit + whole_fit_cents + case
                        when
                            row_number() over ({{ of_project }} order by rest_of_fit desc, work_package_key asc)
                            <= cents_to_fit - sum(whole_fit_cents) over ({{ of_project }})
                            then 1
                        else 0
                    end
                ) * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
            ) as planned_amount
        from {{ currency }}_fitted_floored
    ),

    {{ currency }}_earned as (
        select
            project_key,
            period_code,
            work_package_key,
            budget_amount,
            planned_amount,
            case
                when budget_amount is null then null
                when state = 'cancelled' then cast(0 as decimal(18, 2))
                when ev_technique = 'level_of_effort' then planned_amount
                when state = 'done' or progress_share = 1
                    then
                        case
                            when ev_technique in ('0/100', '50/50') or progress_share is null then budget_amount
                            else {{ posted_share('budget_amount', 'progress_share', '1') }}
                        end
                when ev_technique = '0/100' then cast(0 as decimal(18, 2))
                when ev_technique = '50/50'
                    then
                        case
                            when state = 'open' or progress_share > 0
                                then {{ posted_share('budget_amount', '1', '2') }}
                            else cast(0 as decimal(18, 2))
                        end
                when progress_share is not null then {{ posted_share('budget_amount', 'progress_share', '1') }}
                when state = 'planned' then cast(0 as decimal(18, 2))
            end as earned_amount
        from {{ currency }}_planned
    ),
{% endfor %}

joined as (
    select
        weighed.project_key,
        weighed.period_code,
        weighed.work_package_key,
        weighed.task_name,
        weighed.ev_technique,
        weighed.state,
    {% for currency in books %}
        cast({{ currency }}_earned.budget_amount as decimal(18, 2))
            as budget_at_completion_{{ currency }}_amount,
        cast({{ currency }}_earned.planned_amount as decimal(18, 2))
            as planned_value_{{ currency }}_amount,
        cast({{ currency }}_earned.earned_amount as decimal(18, 2))
            as earned_value_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from weighed
    {% for currency in books %}
        inner join {{ currency }}_earned
            on
                weighed.project_key = {{ currency }}_earned.project_key
                and weighed.period_code = {{ currency }}_earned.period_code
                and weighed.work_package_key = {{ currency }}_earned.work_package_key
    {% endfor %}
)

select * from joined
