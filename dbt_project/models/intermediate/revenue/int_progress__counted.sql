{#- What progress of each performance obligation is counted by at each point: a part and a whole, since
    the day it is measured from, and (`all_`) since its first day. What is not measured by progress
    has what it cost and earned instead. Rules: decision 15; IFRS 15.39 to 45 and B14 to B19,
    ASC 606-10-25-31 to 37. -#}
{%- set bases = {'': 'measured_from', 'all_': 'start_date'} -%}
with

points as (
    select * from {{ ref('int_recognition_points__listed') }}
),

work as (
    select * from {{ ref('int_obligation_work__cumulated') }}
),

estimates as (
    select * from {{ ref('int_obligation_estimates__dated') }}
),

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where state <> 'cancelled'
),

first_days as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        measured_from as first_day
    from points
    union
    select
        system_name,
        contract_id,
        performance_obligation_id,
        start_date as first_day
    from points
),

worked_before as (
    select
        first_days.*,
        work.cumulative_hours,
        work.cumulative_cost_functional_amount,
        work.cumulative_cost_contract_amount,
        work.cumulative_uninstalled_contract_amount,
        work.cumulative_earned_contract_amount
    from first_days
    inner join work
        on
            first_days.system_name = work.system_name
            and first_days.contract_id = work.contract_id
            and first_days.performance_obligation_id = work.performance_obligation_id
            and first_days.first_day > work.valid_from
            and first_days.first_day <= work.valid_before
),

accepted as (
    select
        points.system_name,
        points.contract_id,
        points.performance_obligation_id,
        points.measured_on,
        points.known_on,
        {%- for base, first_day in bases.items() %}
            sum(
                case
                    when
                        milestones.state = 'accepted'
                        and milestones.accepted_date between points.{{ first_day }} and points.measured_on
                        then milestones.weight_share
                end
            ) as {{ base }}accepted_share,
            sum(
                case
                    when
                        milestones.state = 'accepted'
                        and milestones.accepted_date < points.{{ first_day }}
                        then 0
                    else milestones.weight_share
                end
            ) as {{ base }}total_share,
        {%- endfor %}
        max(case when milestones.state = 'accepted' then milestones.accepted_date end)
            as last_accepted_date,
        sum(case when milestones.state <> 'accepted' then 1 else 0 end) as open_milestones
    from points
    inner join milestones
        on
            points.system_name = milestones.system_name
            and points.project_id = milestones.project_id
            and points.performance_obligation_id = milestones.performance_obligation_id
    where points.recognition_method in ('milestones', 'units_delivered', 'point_in_time')
    group by
        points.system_name,
        points.contract_id,
        points.performance_obligation_id,
        points.measured_on,
        points.known_on
),

joined as (
    select
        points.*,
        case
            when
                points.recognition_method in ('cost_to_cost', 'hours')
                and case points.recognition_method
                    when 'hours' then estimates.total_hours
                    else estimates.total_cost_functional_amount
                end is null
                then 'zero_margin'
            else points.recognition_method
        end as applied_method,
        estimates.estimate_system_name,
        estimates.source_id as estimate_id,
        case points.recognition_method
            when 'hours' then estimates.remaining_hours
            else estimates.remaining_cost_functional_amount
        end as remaining,
        case points.recognition_method
            when 'hours' then cast(work.cumulative_hours as decimal(28, 6))
            else work.cumulative_cost_functional_amount
        end as cumulative_work,
        case points.recognition_method
            when 'hours' then cast(estimates.total_hours as decimal(28, 6))
            else estimates.total_cost_functional_amount
        end as total,
        {%- for base, first_day in bases.items() %}
            coalesce(
                case points.recognition_method
                    when 'hours' then cast(before_{{ first_day }}.cumulative_hours as decimal(28, 6))
                    else before_{{ first_day }}.cumulative_cost_functional_amount
                end,
                0
            ) as {{ base }}worked_before,
        {%- endfor %}
        accepted.accepted_share,
        accepted.total_share,
        accepted.all_accepted_share,
        accepted.all_total_share,
        case
            when points.measured_on < points.measured_from then 0
            else
                coalesce(work.cumulative_cost_contract_amount, 0)
                - coalesce(before_measured_from.cumulative_cost_contract_amount, 0)
        end as cost_amount,
        case
            when points.measured_on < points.measured_from then 0
            else
                coalesce(work.cumulative_uninstalled_contract_amount, 0)
                - coalesce(before_measured_from.cumulative_uninstalled_contract_amount, 0)
        end as uninstalled_amount,
        case
            when points.measured_on < points.start_date then 0
            else
                coalesce(work.cumulative_earned_contract_amount, 0)
                - coalesce(before_start_date.cumulative_earned_contract_amount, 0)
        end as earned_amount,
        coalesce(work.cumulative_uncosted_rows, 0) as uncosted_rows,
        coalesce(work.cumulative_unpriced_rows, 0) as unpriced_rows,
        coalesce(accepted.last_accepted_date, points.end_date) as transferred_on,
        cast(coalesce(accepted.open_milestones, 0) as bigint) as open_milestones
    from points
    left join work
        on
            points.system_name = work.system_name
            and points.contract_id = work.contract_id
            and points.performance_obligation_id = work.performance_obligation_id
            and points.measured_on >= work.valid_from
            and points.measured_on < work.valid_before
    left join estimates
        on
            points.system_name = estimates.system_name
            and points.contract_id = estimates.contract_id
            and points.performance_obligation_id = estimates.performance_obligation_id
            and points.known_on >= estimates.valid_from
            and points.known_on < estimates.valid_before
    {%- for first_day in bases.values() %}
        left join worked_before as before_{{ first_day }}
            on
                points.system_name = before_{{ first_day }}.system_name
                and points.contract_id = before_{{ first_day }}.contract_id
                and points.performance_obligation_id = before_{{ first_day }}.performance_obligation_id
                and points.{{ first_day }} = before_{{ first_day }}.first_day
    {%- endfor %}
    left join accepted
        on
            points.system_name = accepted.system_name
            and points.contract_id = accepted.contract_id
            and points.performance_obligation_id = accepted.performance_obligation_id
            and points.measured_on = accepted.measured_on
            and points.known_on = accepted.known_on
),

counted as (
    select
        joined.*,
        {%- for base, first_day in bases.items() %}
            case
                when applied_method in ('cost_to_cost', 'hours')
                    then coalesce(cumulative_work, 0) - {{ base }}worked_before
                when applied_method in ('milestones', 'units_delivered')
                    then cast(coalesce({{ base }}accepted_share, 0) as decimal(28, 6))
                when applied_method = 'ratable'
                    then cast(
                        {{ days_between(first_day, plus_days('least(measured_on, end_date)', 1)) }}
                        as decimal(28, 6)
                    )
                when applied_method = 'point_in_time'
                    then cast(
                        case when transferred_on <= measured_on and open_milestones = 0 then 1 else 0 end
                        as decimal(28, 6)
                    )
                when applied_method = 'zero_margin' then cast(0 as decimal(28, 6))
            end as {{ base }}part,
            case
                when applied_method in ('cost_to_cost', 'hours') then total - {{ base }}worked_before
                when applied_method in ('milestones', 'units_delivered')
                    then cast({{ base }}total_share as decimal(28, 6))
                when applied_method = 'ratable'
                    then cast({{ days_between(first_day, plus_days('end_date', 1)) }} as decimal(28, 6))
                when applied_method in ('point_in_time', 'zero_margin') then cast(1 as decimal(28, 6))
            end as {{ base }}whole,
        {%- endfor %}
        remaining = 0
        and measured_on >= start_date
        and applied_method in ('cost_to_cost', 'hours', 'zero_margin') as is_finished
    from joined
)

select * from counted
