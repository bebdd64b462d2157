{#- What was published of each closed period, table by table: how many rows, their checksum, when, by
    which run and models, and who closed it. -#}
with

pages as (
    select * from {{ ref('stg_evenkeel__book_pages') }}
),

locks as (
    select * from {{ ref('int_period_locks__dated') }}
),

closers as (
    select
        entity_code,
        period_code,
        closed_at,
        max(closed_by) as closed_by
    from locks
    where is_closed
    group by entity_code, period_code, closed_at
),

described as (
    select
        {{ surrogate_key(['pages.table_name', 'pages.entity_code', 'pages.accounting_period']) }}
            as published_snapshot_key,
        pages.table_name,
        pages.entity_code,
        pages.accounting_period,
        pages.page_rows,
        pages.page_checksum,
        pages.closed_at,
        closers.closed_by,
        pages.published_at,
        pages.release_id,
        pages.run_id,
        pages.model_version
    from pages
    left join closers
        on
            pages.entity_code = closers.entity_code
            and pages.accounting_period = closers.period_code
            and pages.closed_at = closers.closed_at
)

select * from described
