{#- Every closing and reopening of an accounting period that a system tells; where none tells any of a
    period, its present state and since when. -#}
with

events as (
    select * from {{ ref('int_period_events__unioned') }}
),

periods as (
    select * from {{ ref('dim_accounting_period') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

delivered as (
    select
        coalesce(events.entity_code, systems.entity_code) as entity_code,
        events.period_start_date,
        events.lock,
        events.event_type,
        events.occurred_at,
        events.actor,
        events.reason,
        events.system_name,
        events.period_event_id
    from events
    left join systems on events.system_name = systems.system_name
),

told as (
    select distinct
        entity_code,
        period_start_date
    from delivered
),

stated as (
    select
        periods.entity_code,
        periods.period_start_date,
        'all' as lock,
        'closed' as event_type,
        periods.closed_at as occurred_at,
        cast(null as {{ dbt.type_string() }}) as actor,
        cast(null as {{ dbt.type_string() }}) as reason,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as period_event_id
    from periods
    left join told
        on
            periods.entity_code = told.entity_code
            and periods.period_start_date = told.period_start_date
    where periods.state in ('closed', 'permanently_closed') and told.entity_code is null
),

all_events as (
    select * from delivered
    union all
    select * from stated
),

described as (
    select
        {{ surrogate_key([
            'all_events.entity_code',
            'periods.period_code',
            'all_events.lock',
            'all_events.system_name',
            'all_events.period_event_id',
        ]) }} as period_event_key,
        all_events.entity_code,
        periods.period_code as accounting_period,
        all_events.lock,
        all_events.event_type,
        all_events.occurred_at,
        all_events.actor,
        all_events.reason,
        all_events.system_name
    from all_events
    inner join periods
        on
            all_events.entity_code = periods.entity_code
            and all_events.period_start_date = periods.period_start_date
)

select * from described
