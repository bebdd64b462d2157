with

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

source_periods as (
    select * from {{ ref('int_accounting_periods__unioned') }}
),

stated as (
    select
        coalesce(source_periods.entity_code, systems.entity_code) as entity_code,
        source_periods.start_date,
        source_periods.end_date,
        max(source_periods.state) as state,
        max(source_periods.closed_at) as closed_at
    from source_periods
    left join systems on source_periods.system_name = systems.system_name
    group by
        coalesce(source_periods.entity_code, systems.entity_code),
        source_periods.start_date,
        source_periods.end_date
),

described as (
    select
        {{ surrogate_key(['entities.entity_code', 'periods.period_code']) }}
            as accounting_period_key,
        entities.entity_code,
        periods.period_code,
        periods.period_start_date,
        periods.period_end_date,
        periods.fiscal_year,
        periods.fiscal_quarter,
        periods.period_number,
        coalesce(stated.state, 'never_opened') as state,
        stated.closed_at
    from entities
    cross join periods
    left join stated
        on
            entities.entity_code = stated.entity_code
            and periods.period_start_date = stated.start_date
            and periods.period_end_date = stated.end_date
)

select * from described
