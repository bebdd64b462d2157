{#- Why revenue of a performance obligation in a period that the books hold is not what it was: the first
    that applies of another version, price or description of its contract, another project or client, another
    estimate, what changed in the time of its project (the cause with the greatest cost, in that period first),
    such terms in an earlier period, other models, and what else its method measures (decision 16). -#}
{%- set terms = [
    'entity_code',
    'contract_key',
    'product_key',
    'revenue_stream',
    'revenue_method',
    'transaction_currency_code',
] -%}
with

computed as (
    select * from {{ ref('int_revenue__recognised') }}
    where source_table = 'performance_obligations'
),

booked as (
    select * from {{ ref('stg_evenkeel__booked_revenue') }}
    where source_table = 'performance_obligations'
),

cost_adjustments as (
    select * from {{ ref('int_costs__adjusted') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where lock = 'revenue' and is_booked
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

{%- for side in ['computed', 'booked'] %}
    {{ side }}_ranked as (
        select
            {{ side }}.*,
            row_number() over (
                partition by system_name, source_id, service_period
                order by {{ 'accounting_period desc, ' if side == 'booked' }}known_on desc, service_date desc
            ) as recency
        from {{ side }}
    ),

    {{ side }}_last as (
        select * from {{ side }}_ranked
        where recency = 1
    ),
{% endfor %}

{%- for side, other in [('computed', 'booked'), ('booked', 'computed')] %}
    -- Whether the terms of a period of the one side are known to the other side in any period.
    {{ side }}_terms as (
        select
            {{ other }}_last.system_name,
            {{ other }}_last.source_id,
            {{ other }}_last.service_period,
            max(
                case
                    when
                        coalesce({{ side }}.contract_version_id, '~')
                        = coalesce({{ other }}_last.contract_version_id, '~')
                        then 1
                    else 0
                end
            ) = 1 as is_known_version,
            max(
                case
                    when coalesce({{ side }}.estimate_id, '~') = coalesce({{ other }}_last.estimate_id, '~')
                        then 1
                    else 0
                end
            ) = 1 as is_known_estimate
        from {{ other }}_last
        inner join {{ side }}
            on
                {{ other }}_last.system_name = {{ side }}.system_name
                and {{ other }}_last.source_id = {{ side }}.source_id
        group by {{ other }}_last.system_name, {{ other }}_last.source_id, {{ other }}_last.service_period
    ),
{% endfor %}

all_states as (
    select
        system_name,
        source_id,
        service_period
    from computed_last
    union
    select
        system_name,
        source_id,
        service_period
    from booked_last
),

states as (
    select
        all_states.system_name,
        all_states.source_id,
        all_states.service_period,
        locks.period_start_date,
        locks.booked_at,
        locks.booked_model_version,
        coalesce(computed_last.project_key, booked_last.project_key) as project_key,
        coalesce(computed_last.revenue_method, booked_last.revenue_method) as revenue_method,
        computed_last.contract_version_id,
        computed_last.estimate_id,
        computed_last.progress_share,
        computed_last.allocated_amount,
        case
            -- It earned nothing then, or earns nothing now: are its terms those of another period?
            when computed_last.source_id is null and not coalesce(computed_terms.is_known_version, false)
                then 'contract'
            when booked_last.source_id is null and not coalesce(booked_terms.is_known_version, false)
                then 'contract'
            when computed_last.source_id is null and not computed_terms.is_known_estimate then 'estimate'
            when booked_last.source_id is null and not booked_terms.is_known_estimate then 'estimate'
            when computed_last.source_id is null or booked_last.source_id is null then null
            when
                coalesce(computed_last.contract_version_id, '~')
                <> coalesce(booked_last.contract_version_id, '~')
                then 'contract'
            when
                coalesce(computed_last.allocated_amount, 0) <> coalesce(booked_last.allocated_amount, 0)
                then 'contract'
            {%- for column in terms %}
                when computed_last.{{ column }} <> booked_last.{{ column }} then 'contract'
            {%- endfor %}
            {%- for column in ['project_key', 'client_key'] %}
                when computed_last.{{ column }} <> booked_last.{{ column }} then 'mapping'
            {%- endfor %}
            when coalesce(computed_last.estimate_id, '~') <> coalesce(booked_last.estimate_id, '~')
                then 'estimate'
        end as change_of_terms,
        case
            when coalesce(computed_last.progress_share, -1) <> coalesce(booked_last.progress_share, -1) then 1
            else 0
        end as has_other_progress
    from all_states
    left join computed_terms
        on {{ same_columns('all_states', 'computed_terms', ['system_name', 'source_id', 'service_period']) }}
    left join booked_terms
        on {{ same_columns('all_states', 'booked_terms', ['system_name', 'source_id', 'service_period']) }}
    left join computed_last
        on {{ same_columns('all_states', 'computed_last', ['system_name', 'source_id', 'service_period']) }}
    left join booked_last
        on {{ same_columns('all_states', 'booked_last', ['system_name', 'source_id', 'service_period']) }}
    inner join locks
        on
            coalesce(booked_last.entity_code, computed_last.entity_code) = locks.entity_code
            and all_states.service_period = locks.period_code
),

changed_cost as (
    select
        cost_adjustments.project_key,
        locks.period_start_date,
        cost_adjustments.adjustment_cause,
        sum(abs(cost_adjustments.cost_reporting_amount)) as amount
    from cost_adjustments
    inner join locks
        on
            cost_adjustments.entity_code = locks.entity_code
            and cost_adjustments.service_period = locks.period_code
    where cost_adjustments.project_key is not null
    group by
        cost_adjustments.project_key, locks.period_start_date, cost_adjustments.adjustment_cause
),

changes_of_work as (
    select
        states.system_name,
        states.source_id,
        states.service_period,
        changed_cost.adjustment_cause,
        row_number() over (
            partition by states.system_name, states.source_id, states.service_period
            order by
                max(
                    case when states.period_start_date = changed_cost.period_start_date then 1 else 0 end
                ) desc,
                sum(changed_cost.amount) desc,
                changed_cost.adjustment_cause asc
        ) as importance
    from states
    inner join changed_cost
        on
            states.project_key = changed_cost.project_key
            and states.period_start_date >= changed_cost.period_start_date
    where
        states.revenue_method in ('cost_to_cost', 'zero_margin')
        or changed_cost.adjustment_cause not in ('rate', 'fx')
    group by
        states.system_name, states.source_id, states.service_period, changed_cost.adjustment_cause
),

landed_time as (
    select
        time_entries.project_key,
        locks.period_start_date,
        max(time_entries.landed_at) as last_landed_at
    from time_entries
    inner join locks
        on
            time_entries.entity_code = locks.entity_code
            and time_entries.period_code = locks.period_code
    group by time_entries.project_key, locks.period_start_date
),

-- Where the period's cost is open still, time that landed after revenue was booked.
later_time as (
    select distinct
        states.system_name,
        states.source_id,
        states.service_period
    from states
    inner join landed_time
        on
            states.project_key = landed_time.project_key
            and states.booked_at < landed_time.last_landed_at
            and states.period_start_date >= landed_time.period_start_date
),

-- A period's revenue is what there is to date less what there was: terms that changed in an earlier
-- period change it too.
inherited as (
    select
        states.*,
        max(case when change_of_terms is not null then concat(period_start_date, change_of_terms) end) over (
            partition by system_name, source_id
            order by period_start_date
            rows between unbounded preceding and current row
        ) as last_change_of_terms,
        max(has_other_progress) over (
            partition by system_name, source_id
            order by period_start_date
            rows between unbounded preceding and current row
        ) as has_had_other_progress
    from states
),

caused as (
    select
        inherited.system_name,
        inherited.source_id,
        inherited.service_period,
        inherited.contract_version_id,
        inherited.estimate_id,
        inherited.progress_share,
        inherited.allocated_amount,
        case
            when inherited.change_of_terms is not null then inherited.change_of_terms
            when changes_of_work.adjustment_cause is not null then changes_of_work.adjustment_cause
            when inherited.last_change_of_terms is not null then substr(inherited.last_change_of_terms, 11)
            when later_time.source_id is not null then 'late_time'
            when
                inherited.revenue_method in ('milestones', 'units_delivered', 'point_in_time')
                and inherited.has_had_other_progress = 1
                then 'acceptance'
            when inherited.booked_model_version <> run.model_version then 'model_change'
            when inherited.revenue_method in ('milestones', 'units_delivered', 'point_in_time')
                then 'acceptance'
            when inherited.revenue_method in ('cost_to_cost', 'zero_margin') then 'late_document'
            when inherited.revenue_method = 'ratable' then 'contract'
            when inherited.revenue_method = 'right_to_invoice' then 'rate'
            when inherited.revenue_method = 'hours' then 'estimate'
            else 'other'
        end as adjustment_cause
    from inherited
    cross join run
    left join changes_of_work
        on
            {{ same_columns('inherited', 'changes_of_work', ['system_name', 'source_id', 'service_period']) }}
            and changes_of_work.importance = 1
    left join later_time
        on {{ same_columns('inherited', 'later_time', ['system_name', 'source_id', 'service_period']) }}
)

select * from caused
