{#- For every period that was published as closed: what was published, what was posted for it since, by
    cause, and what it comes to now. Published and adjustments must be what is computed now. -#}
{%- set causes = [
    'late_time',
    'edited_time',
    'late_document',
    'edited_document',
    'rate',
    'fx',
    'contract',
    'estimate',
    'acceptance',
    'mapping',
    'model_change',
    'other',
] -%}
with

billing_booked as (
    select * from {{ ref('stg_evenkeel__booked_billings') }}
    where accounting_period = service_period
),

billing_computed as (
    select * from {{ ref('int_billings__issued') }}
),

cost_booked as (
    select * from {{ ref('stg_evenkeel__booked_costs') }}
    where accounting_period = service_period
),

cost_computed as (
    select * from {{ ref('int_costs__incurred') }}
),

revenue_booked as (
    select * from {{ ref('stg_evenkeel__booked_revenue') }}
    where accounting_period = service_period
),

revenue_computed as (
    select * from {{ ref('int_revenue__recognised') }}
),

adjustments as (
    select * from {{ ref('ctl_prior_period_adjustment') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
    where is_booked
),

amounts as (
    select
        'billing' as lock,
        entity_code,
        service_period,
        'published' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        billed_functional_amount as amount
    from billing_booked
    union all
    select
        'billing' as lock,
        entity_code,
        service_period,
        'computed' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        billed_functional_amount as amount
    from billing_computed
    union all
    select
        'cost' as lock,
        entity_code,
        service_period,
        'published' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        cost_functional_amount as amount
    from cost_booked
    union all
    select
        'cost' as lock,
        entity_code,
        service_period,
        'computed' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        cost_functional_amount as amount
    from cost_computed
    union all
    select
        'revenue' as lock,
        entity_code,
        service_period,
        'published' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        revenue_functional_amount as amount
    from revenue_booked
    union all
    select
        'revenue' as lock,
        entity_code,
        service_period,
        'computed' as side,
        cast(null as {{ dbt.type_string() }}) as adjustment_cause,
        revenue_functional_amount as amount
    from revenue_computed
    union all
    select
        lock,
        entity_code,
        origin_period as service_period,
        'adjusted' as side,
        adjustment_cause,
        adjustment_functional_amount as amount
    from adjustments
    where origin_period <> accounting_period
),

summed as (
    select
        lock,
        entity_code,
        service_period,
        sum(case when side = 'published' then amount else 0 end) as published_amount,
        sum(case when side = 'adjusted' then amount else 0 end) as adjustment_amount,
        {%- for cause in causes %}
            sum(case when adjustment_cause = '{{ cause }}' then amount else 0 end) as {{ cause }}_amount,
        {%- endfor %}
        sum(case when side = 'computed' then amount else 0 end) as computed_amount
    from amounts
    group by lock, entity_code, service_period
),

described as (
    select
        {{ surrogate_key(['locks.lock', 'locks.entity_code', 'locks.period_code']) }} as drift_key,
        locks.lock,
        locks.entity_code,
        locks.period_code as accounting_period,
        locks.is_settled,
        cast(coalesce(summed.published_amount, 0) as decimal(28, 6)) as published_functional_amount,
        cast(coalesce(summed.adjustment_amount, 0) as decimal(28, 6)) as adjustment_functional_amount,
        {%- for cause in causes %}
            cast(coalesce(summed.{{ cause }}_amount, 0) as decimal(28, 6)) as {{ cause }}_functional_amount,
        {%- endfor %}
        cast(coalesce(summed.computed_amount, 0) as decimal(28, 6)) as computed_functional_amount
    from locks
    left join summed
        on
            locks.lock = summed.lock
            and locks.entity_code = summed.entity_code
            and locks.period_code = summed.service_period
)

select * from described
