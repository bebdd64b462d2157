{#- Where each lock of each entity's accounting periods stands, and where what arrives late for it is
    posted. -#}
with

locks as (
    select * from {{ ref('int_period_locks__dated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

described as (
    select
        {{ surrogate_key(['locks.entity_code', 'locks.period_code', 'locks.lock']) }} as period_status_key,
        locks.entity_code,
        locks.period_code as accounting_period,
        locks.lock,
        case
            when locks.is_closed then 'closed'
            when locks.is_booked then 'reopened'
            when run.as_of_date < locks.period_start_date then 'future'
            else 'open'
        end as lock_state,
        locks.closed_at,
        locks.closed_by,
        locks.is_booked,
        locks.booked_at,
        locks.posts_to_period
    from locks
    cross join run
)

select * from described
