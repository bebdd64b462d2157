{#- C24: who opens a closed period again, to adjust it, is not who closes it after that. One row per
    reopening that was closed again. -#}
with

events as (
    select * from {{ ref('ctl_period_event') }}
),

reopenings as (
    select * from events
    where event_type = 'reopened'
),

closings as (
    select * from events
    where event_type = 'closed'
),

followed as (
    select
        reopenings.entity_code,
        reopenings.accounting_period,
        reopenings.lock,
        reopenings.occurred_at,
        reopenings.actor,
        closings.actor as closed_by,
        row_number() over (
            partition by reopenings.period_event_key
            order by closings.occurred_at asc, closings.period_event_key asc
        ) as place
    from reopenings
    inner join closings
        on
            reopenings.entity_code = closings.entity_code
            and reopenings.accounting_period = closings.accounting_period
            and closings.lock in ('all', reopenings.lock)
            and reopenings.occurred_at < closings.occurred_at
),

measured as (
    select
        'C24' as control_id,
        'reopened and closed again by two people' as check_name,
        entity_code,
        accounting_period,
        concat(lock, ' of ', accounting_period, ', reopened by ', coalesce(actor, 'nobody'), ' at ', occurred_at)
            as subject,
        cast(1 as decimal(38, 9)) as a_value,
        cast(
            case when actor is not null and closed_by is not null and actor <> closed_by then 1 else 0 end
            as decimal(38, 9)
        ) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from followed
    where place = 1
)

select * from measured
