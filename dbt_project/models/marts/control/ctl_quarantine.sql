{#- Rows in quarantine and why. What was found in a column that is personal or confidential is not told:
    a refused row of payroll would tell what a person is paid. -#}
with

refused_rows as (
    select * from {{ ref('stg_evenkeel__quarantined_rows') }}
),

deliveries as (
    select * from {{ ref('stg_evenkeel__deliveries') }}
),

latest as (
    select
        system_name,
        table_name,
        max(delivery_number) as delivery_number
    from deliveries
    group by system_name, table_name
),

quarantined_rows as (
    select
        delivery_id,
        source_file,
        source_row_number,
        row_key,
        reason,
        column_name,
        found,
        expected,
        breaches,
        record,
        row_number() over (
            partition by delivery_id, source_file, source_row_number, row_key, record
            order by breaches
        ) as occurrence
    from refused_rows
),

described as (
    select
        {{ surrogate_key([
            'quarantined_rows.delivery_id',
            'quarantined_rows.source_file',
            'quarantined_rows.source_row_number',
            'quarantined_rows.row_key',
            'quarantined_rows.record',
            'quarantined_rows.occurrence',
        ]) }} as quarantined_row_key,
        quarantined_rows.delivery_id,
        deliveries.system_name,
        deliveries.table_name,
        deliveries.finished_at as quarantined_at,
        latest.delivery_number is not null as is_latest_delivery,
        quarantined_rows.source_file,
        quarantined_rows.source_row_number,
        quarantined_rows.row_key,
        quarantined_rows.reason,
        quarantined_rows.column_name,
        case
            when not {{ is_hidden('deliveries.table_name', 'quarantined_rows.column_name') }}
                then quarantined_rows.found
        end as found,
        quarantined_rows.expected,
        quarantined_rows.breaches
    from quarantined_rows
    inner join deliveries on quarantined_rows.delivery_id = deliveries.delivery_id
    left join latest
        on
            deliveries.system_name = latest.system_name
            and deliveries.table_name = latest.table_name
            and deliveries.delivery_number = latest.delivery_number
)

select * from described
