with

deliveries as (
    select * from {{ ref('stg_evenkeel__deliveries') }}
),

loads as (
    select * from {{ ref('stg_evenkeel__loads') }}
),

staged as (
    select * from {{ ref('int_deliveries__staged') }}
),

described as (
    select
        deliveries.delivery_id,
        deliveries.system_name,
        deliveries.table_name,
        deliveries.delivery_number,
        deliveries.delivery_mode,
        deliveries.contract_version,
        deliveries.cursor_before,
        deliveries.cursor_after,
        deliveries.started_at,
        deliveries.finished_at,
        deliveries.stated_rows,
        deliveries.delivered_rows,
        deliveries.landed_rows,
        deliveries.quarantined_rows,
        loads.appended_rows,
        loads.unchanged_rows,
        loads.deleted_rows,
        coalesce(staged.versions, 0) as staged_rows,
        deliveries.new_columns,
        coalesce(
            deliveries.delivered_rows = deliveries.landed_rows + deliveries.quarantined_rows
            and deliveries.landed_rows = loads.appended_rows + loads.unchanged_rows
            and loads.appended_rows = coalesce(staged.versions, 0)
            and loads.deleted_rows = coalesce(staged.deletions, 0),
            false
        ) as is_complete
    from deliveries
    left join loads on deliveries.delivery_id = loads.delivery_id
    left join staged on deliveries.delivery_id = staged.delivery_id
)

select * from described
