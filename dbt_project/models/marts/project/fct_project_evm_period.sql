{#- Earned value and earned schedule of projects and their work packages (ANSI/EIA-748, metrics of decision
    23). Each currency is computed by itself; indices are those of the entity's currency, in which
    control accounts are kept. Progress that is measured by cost judges no cost: CPI and what rests on
    it are empty. Time is counted in the plan's periods. -#}
{%- set books = ['functional', 'reporting'] -%}
with

earned as (
    select
        *,
        case when evm_level = 'project' then project_key end as whole_project_key
    from {{ ref('int_project_value__earned') }}
),

planned_periods as (
    select * from {{ ref('int_planned_periods__cumulated') }}
),

-- Whole periods whose planned value is earned: of a flat stretch, those before it.
passed as (
    select
        earned.project_key,
        earned.period_code,
        count(planned_periods.period_number) as whole_periods,
        coalesce(max(planned_periods.planned_cost_to_date_functional_amount), 0) as passed_amount
    from earned
    left join planned_periods
        on
            earned.baseline_key = planned_periods.baseline_key
            and earned.earned_value_functional_amount
            > planned_periods.planned_cost_to_date_functional_amount
    where earned.evm_level = 'project'
    group by earned.project_key, earned.period_code
),

scheduled as (
    select
        earned.project_key,
        earned.entity_code,
        earned.period_code,
        earned.period_start_date,
        earned.is_running,
        earned.evm_level,
        earned.work_package_key,
        earned.baseline_key,
        earned.ev_technique,
        earned.not_measured_reason,
        earned.functional_currency_code,
        earned.reporting_currency_code,
        earned.planned_duration,
        earned.actual_time,
        {% for currency in books %}
            {% for measure in ['budget_at_completion', 'planned_value', 'earned_value', 'actual_cost', 'remaining_cost'] %}
                earned.{{ measure }}_{{ currency }}_amount,
            {% endfor %}
        {% endfor %}
        coalesce(earned.ev_technique = 'progress_by_cost', false) as is_by_cost,
        case
            when earned.earned_value_functional_amount >= earned.budget_at_completion_functional_amount
                then earned.actual_time
        end as completed_time,
        case
            when earned.evm_level <> 'project' then null
            when earned.earned_value_functional_amount >= earned.budget_at_completion_functional_amount
                then earned.planned_duration
            when earned.earned_value_functional_amount <= 0 then 0
            else
                passed.whole_periods + {{ exact_quotient(
                    '(earned.earned_value_functional_amount - passed.passed_amount)',
                    '(next_periods.planned_cost_to_date_functional_amount - passed.passed_amount)',
                ) }}
        end as earned_schedule
    from earned
    left join passed
        on
            earned.whole_project_key = passed.project_key
            and earned.period_code = passed.period_code
    left join planned_periods as next_periods
        on
            earned.baseline_key = next_periods.baseline_key
            and passed.whole_periods + 1 = next_periods.period_number
),

-- Time stops while all is earned; where work was opened again, it goes on.
opened as (
    select
        *,
        sum(case when completed_time is null then 1 else 0 end) over (
            partition by project_key, evm_level, work_package_key, baseline_key
            order by period_start_date
            rows between unbounded preceding and current row
        ) as periods_not_done
    from scheduled
),

timed as (
    select
        *,
        case
            when scheduled.completed_time is null then scheduled.actual_time
            else
                min(scheduled.completed_time) over (
                    partition by
                        scheduled.project_key,
                        scheduled.evm_level,
                        scheduled.work_package_key,
                        scheduled.baseline_key,
                        scheduled.periods_not_done
                    order by scheduled.period_start_date
                    rows between unbounded preceding and current row
                )
        end as time_until_done,
    {% for currency in books %}
            {%- set bac, pv, ev, ac = (
                'scheduled.budget_at_completion_' ~ currency ~ '_amount',
                'scheduled.planned_value_' ~ currency ~ '_amount',
                'scheduled.earned_value_' ~ currency ~ '_amount',
                'scheduled.actual_cost_' ~ currency ~ '_amount',
            ) %}
        case
            when not scheduled.is_by_cost and {{ ac }} > 0
                then {{ posted_amount(performance_share(bac, ac, ev)) }}
        end as eac_cpi_{{ currency }}_amount,
        {{ ac }} + {{ bac }} - {{ ev }} as eac_budget_{{ currency }}_amount,
        case
            when not scheduled.is_by_cost and {{ ac }} > 0 and {{ pv }} > 0
                then {{ ac }} + {{ posted_amount(performance_share(
                        performance_share(bac ~ ' - ' ~ ev, ac, ev), pv, ev
                    )) }}
        end as eac_cpi_spi_{{ currency }}_amount,
        {{ ac }} + scheduled.remaining_cost_{{ currency }}_amount as eac_bottom_up_{{ currency }}_amount
        {{- ',' if not loop.last }}
    {% endfor %}
    from opened as scheduled
),

forecast as (
    select
        *,
        case
            when eac_bottom_up_functional_amount is not null then 'bottom_up'
            when eac_cpi_functional_amount is not null then 'cpi'
        end as eac_basis,
    {% for currency in books %}
        coalesce(eac_bottom_up_{{ currency }}_amount, eac_cpi_{{ currency }}_amount)
            as forecast_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from timed
),

judged as (
    select
        {{ surrogate_key(['project_key', 'period_code', 'evm_level', 'work_package_key']) }}
            as project_evm_period_key,
        project_key,
        entity_code,
        period_code as accounting_period,
        is_running as is_running_period,
        evm_level,
        work_package_key,
        baseline_key,
        ev_technique,
        not_measured_reason,
        functional_currency_code,
        reporting_currency_code,
        {% for currency in books %}
            budget_at_completion_{{ currency }}_amount,
            planned_value_{{ currency }}_amount,
            earned_value_{{ currency }}_amount,
            actual_cost_{{ currency }}_amount,
            cast(
                earned_value_{{ currency }}_amount - planned_value_{{ currency }}_amount
                as decimal(18, 2)
            ) as schedule_variance_{{ currency }}_amount,
            cast(
                earned_value_{{ currency }}_amount - actual_cost_{{ currency }}_amount
                as decimal(18, 2)
            ) as cost_variance_{{ currency }}_amount,
            cast(eac_cpi_{{ currency }}_amount as decimal(18, 2)) as eac_cpi_{{ currency }}_amount,
            cast(eac_budget_{{ currency }}_amount as decimal(18, 2)) as eac_budget_{{ currency }}_amount,
            cast(eac_cpi_spi_{{ currency }}_amount as decimal(18, 2)) as eac_cpi_spi_{{ currency }}_amount,
            cast(eac_bottom_up_{{ currency }}_amount as decimal(18, 2))
                as eac_bottom_up_{{ currency }}_amount,
            cast(forecast_{{ currency }}_amount - actual_cost_{{ currency }}_amount as decimal(18, 2))
                as estimate_to_complete_{{ currency }}_amount,
            cast(
                budget_at_completion_{{ currency }}_amount - forecast_{{ currency }}_amount
                as decimal(18, 2)
            ) as variance_at_completion_{{ currency }}_amount,
        {% endfor %}
        eac_basis,
        cast(
            {{ exact_quotient('earned_value_functional_amount', 'budget_at_completion_functional_amount') }}
            as decimal(18, 6)
        ) as earned_share,
        cast(
            {{ exact_quotient('earned_value_functional_amount', 'planned_value_functional_amount') }}
            as decimal(18, 6)
        ) as spi,
        cast(
            case
                when not is_by_cost
                    then {{ exact_quotient(
                        'earned_value_functional_amount', 'actual_cost_functional_amount'
                    ) }}
            end as decimal(18, 6)
        ) as cpi,
        cast(
            {{ exact_quotient(
                '(earned_value_functional_amount - planned_value_functional_amount)',
                'planned_value_functional_amount',
            ) }} as decimal(18, 6)
        ) as schedule_variance_share,
        cast(
            case
                when not is_by_cost
                    then {{ exact_quotient(
                        '(earned_value_functional_amount - actual_cost_functional_amount)',
                        'earned_value_functional_amount',
                    ) }}
            end as decimal(18, 6)
        ) as cost_variance_share,
        {% for name, target in [
            ('tcpi_bac', 'budget_at_completion_functional_amount'),
            ('tcpi_eac', 'forecast_functional_amount'),
        ] %}
            cast(
                case
                    when not is_by_cost and {{ target }} > actual_cost_functional_amount
                        then {{ exact_quotient(
                            '(budget_at_completion_functional_amount - earned_value_functional_amount)',
                            '(' ~ target ~ ' - actual_cost_functional_amount)',
                        ) }}
                end as decimal(18, 6)
            ) as {{ name }},
        {% endfor %}
        cast(planned_duration as integer) as planned_duration_periods,
        cast(time_until_done as decimal(18, 6)) as actual_time_periods,
        cast(earned_schedule as decimal(18, 6)) as earned_schedule_periods
    from forecast
),

described as (
    select
        project_evm_period_key,
        project_key,
        entity_code,
        accounting_period,
        is_running_period,
        evm_level,
        work_package_key,
        baseline_key,
        ev_technique,
        not_measured_reason,
        {% for currency in books %}
            {{ currency }}_currency_code,
            budget_at_completion_{{ currency }}_amount,
            planned_value_{{ currency }}_amount,
            earned_value_{{ currency }}_amount,
            actual_cost_{{ currency }}_amount,
            schedule_variance_{{ currency }}_amount,
            cost_variance_{{ currency }}_amount,
            eac_cpi_{{ currency }}_amount,
            eac_budget_{{ currency }}_amount,
            eac_cpi_spi_{{ currency }}_amount,
            eac_bottom_up_{{ currency }}_amount,
            estimate_to_complete_{{ currency }}_amount,
            variance_at_completion_{{ currency }}_amount,
        {% endfor %}
        eac_basis,
        earned_share,
        spi,
        cpi,
        schedule_variance_share,
        cost_variance_share,
        tcpi_bac,
        tcpi_eac,
        planned_duration_periods,
        actual_time_periods,
        earned_schedule_periods,
        cast(earned_schedule_periods - actual_time_periods as decimal(18, 6)) as sv_t,
        cast({{ exact_quotient('earned_schedule_periods', 'actual_time_periods') }} as decimal(18, 6))
            as spi_t,
        cast(
            {{ exact_quotient(
                'planned_duration_periods * actual_time_periods', 'earned_schedule_periods'
            ) }} as decimal(18, 6)
        ) as ieac_t,
        cast(
            case
                when planned_duration_periods > actual_time_periods
                    then {{ exact_quotient(
                        '(planned_duration_periods - earned_schedule_periods)',
                        '(planned_duration_periods - actual_time_periods)',
                    ) }}
            end as decimal(18, 6)
        ) as tspi
    from judged
)

select * from described
