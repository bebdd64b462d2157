{#- What is delivered beside what landed, row by row and total by total. A total of what is personal or
    confidential is told as its difference alone: of a delivery of one row it would be what one person is paid. -#}
with

deliveries as (
    select * from {{ ref('stg_evenkeel__deliveries') }}
),

control_totals as (
    select * from {{ ref('stg_evenkeel__control_totals') }}
),

loads as (
    select * from {{ ref('stg_evenkeel__loads') }}
),

staged as (
    select * from {{ ref('int_deliveries__staged') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

totalled as (
    select
        control_totals.*,
        {{ is_hidden('deliveries.table_name', 'control_totals.column_name') }} as is_hidden
    from control_totals
    inner join deliveries on control_totals.delivery_id = deliveries.delivery_id
),

compared as (
    select
        'delivered rows = landed + quarantined' as check_name,
        delivery_id,
        cast(delivered_rows as decimal(38, 9)) as a_value,
        cast(landed_rows + quarantined_rows as decimal(38, 9)) as b_value
    from deliveries
    union all
    select
        concat('delivered ', column_name, ' = landed + quarantined') as check_name,
        delivery_id,
        delivered_total as a_value,
        landed_total + quarantined_total as b_value
    from totalled
    where not is_hidden
    union all
    select
        concat('delivered ', column_name, ' - landed - quarantined = 0') as check_name,
        delivery_id,
        delivered_total - landed_total - quarantined_total as a_value,
        cast(0 as decimal(38, 9)) as b_value
    from totalled
    where is_hidden
    union all
    select
        'landed rows = appended + unchanged' as check_name,
        deliveries.delivery_id,
        cast(deliveries.landed_rows as decimal(38, 9)) as a_value,
        cast(coalesce(loads.appended_rows + loads.unchanged_rows, 0) as decimal(38, 9)) as b_value
    from deliveries
    left join loads on deliveries.delivery_id = loads.delivery_id
    union all
    select
        'appended and deleted rows = staged versions' as check_name,
        deliveries.delivery_id,
        cast(coalesce(loads.appended_rows + loads.deleted_rows, 0) as decimal(38, 9)) as a_value,
        cast(coalesce(staged.versions + staged.deletions, 0) as decimal(38, 9)) as b_value
    from deliveries
    left join loads on deliveries.delivery_id = loads.delivery_id
    left join staged on deliveries.delivery_id = staged.delivery_id
),

placed as (
    select
        compared.check_name,
        compared.delivery_id,
        compared.a_value,
        compared.b_value,
        systems.entity_code
    from compared
    inner join deliveries on compared.delivery_id = deliveries.delivery_id
    left join systems on deliveries.system_name = systems.system_name
)

select * from placed
