{#- Each entity's accounting periods have a lock each for billing, cost and revenue. The latest event of a
    period and lock says whether it is closed; where there is none, the state of the period does. A period
    that is not over on the as-of day is open; one before all of which anything is said was never opened, and
    is closed. It is settled once a release has published it in its present closing: what is computed otherwise
    from then on is posted to the next period that no release has published as closed, and is booked with it. A
    period that was opened again takes its own rows only (decision 16). -#}
with

periods as (
    select * from {{ ref('dim_accounting_period') }}
),

events as (
    select * from {{ ref('int_period_events__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

locks as (
    {%- for lock, table in posting_tables().items() %}
        select
            '{{ lock }}' as lock,
            '{{ table }}' as table_name
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

events_ranked as (
    select
        coalesce(events.entity_code, systems.entity_code) as entity_code,
        events.period_start_date,
        locks.lock,
        events.event_type,
        events.occurred_at,
        events.actor,
        row_number() over (
            partition by
                coalesce(events.entity_code, systems.entity_code), events.period_start_date, locks.lock
            order by
                events.occurred_at desc,
                {{ issue_order('events.period_event_id', 'desc') }},
                events.system_name asc
        ) as recency
    from events
    inner join locks on events.lock in ('all', locks.lock)
    left join systems on events.system_name = systems.system_name
),

told as (
    select
        entity_code,
        period_start_date
    from periods
    where state <> 'never_opened'
    union all
    select
        entity_code,
        period_start_date
    from events_ranked
),

first_told as (
    select
        entity_code,
        min(period_start_date) as first_day
    from told
    group by entity_code
),

stated as (
    select
        periods.entity_code,
        periods.period_code,
        periods.period_start_date,
        periods.period_end_date,
        locks.lock,
        coalesce(periods.period_start_date < first_told.first_day, false) as is_never_opened,
        locks.table_name,
        case
            when run.as_of_date < periods.period_end_date then false
            when periods.state = 'permanently_closed' then true
            when periods.period_start_date < first_told.first_day then true
            else coalesce(latest.event_type, periods.state) = 'closed'
        end as is_closed,
        coalesce(latest.occurred_at, periods.closed_at) as changed_at,
        latest.actor as changed_by
    from periods
    cross join locks
    cross join run
    left join first_told on periods.entity_code = first_told.entity_code
    left join events_ranked as latest
        on
            periods.entity_code = latest.entity_code
            and periods.period_start_date = latest.period_start_date
            and locks.lock = latest.lock
            and latest.recency = 1
),

booked as (
    select
        stated.entity_code,
        stated.period_code,
        stated.period_start_date,
        stated.lock,
        stated.is_never_opened,
        stated.is_closed,
        case when stated.is_closed then stated.changed_at end as closed_at,
        case when stated.is_closed then stated.changed_by end as closed_by,
        pages.table_name is not null as is_booked,
        pages.published_at as booked_at,
        pages.model_version as booked_model_version,
        coalesce(
            stated.is_closed
            and pages.table_name is not null
            and coalesce(pages.closed_at, cast('1900-01-01' as timestamp))
            = coalesce(stated.changed_at, cast('1900-01-01' as timestamp)),
            false
        ) as is_settled
    from stated
    left join pages
        on
            stated.entity_code = pages.entity_code
            and stated.period_code = pages.accounting_period
            and stated.table_name = pages.table_name
),

open_starts as (
    select
        booked.*,
        min(case when not is_booked and not is_never_opened then period_start_date end) over (
            partition by entity_code, lock
            order by period_start_date
            rows between 1 following and unbounded following
        ) as next_open_start_date
    from booked
),

dated as (
    select
        open_starts.entity_code,
        open_starts.period_code,
        open_starts.period_start_date,
        open_starts.lock,
        open_starts.is_never_opened,
        open_starts.is_closed,
        open_starts.closed_at,
        open_starts.closed_by,
        open_starts.is_booked,
        open_starts.booked_at,
        open_starts.booked_model_version,
        open_starts.is_settled,
        case
            when open_starts.is_settled then next_open.period_code
            else open_starts.period_code
        end as posts_to_period,
        case when open_starts.is_settled then next_open.booked_at else open_starts.booked_at end
            as posts_to_booked_at
    from open_starts
    left join booked as next_open
        on
            open_starts.entity_code = next_open.entity_code
            and open_starts.lock = next_open.lock
            and open_starts.next_open_start_date = next_open.period_start_date
)

select * from dated
